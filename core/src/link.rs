//! A view as a URL fragment, versioned, with upgraders.
