//! Answers cut to what is on screen: timeline raster, tree layout.
