//! A static file server on loopback: what any static host does and nothing more.
//!
//! It can serve under a sub-path, because the page must work from any sub-folder of any host.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use clap::Args;

use crate::process::{Failure, Outcome};

/// How to serve.
#[derive(Args, Clone)]
pub(crate) struct Options {
    /// The port to listen on; 0 takes any free one.
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,
    /// Serve dist/ as it is.
    #[arg(long)]
    pub(crate) no_build: bool,
    /// Serve under this path instead of the host's root, for example /plant/floorlens/.
    #[arg(long, default_value = "/")]
    pub(crate) under: String,
}

/// A bound server that does not answer yet.
pub(crate) struct Server {
    listener: TcpListener,
    address: SocketAddr,
    site: Site,
}

/// A folder and the path under which it appears, with a slash at both ends.
#[derive(Clone)]
struct Site {
    folder: PathBuf,
    under: String,
}

/// No request line or header of a browser comes near this.
const LONGEST_HEAD: u64 = 64 * 1024;

impl Server {
    /// Takes the port.
    pub(crate) fn bind(folder: &Path, options: &Options) -> Outcome<Server> {
        let folder = folder.canonicalize().map_err(Failure::file(folder))?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).map_err(|error| {
            Failure::Found(format!("Port {} is not free: {error}. Choose another with --port.", options.port))
        })?;
        let address =
            listener.local_addr().map_err(|error| Failure::Found(format!("The server has no address: {error}.")))?;
        let name = options.under.trim_matches('/');
        let under = if name.is_empty() { "/".to_owned() } else { format!("/{name}/") };
        let site = Site { folder, under };
        Ok(Server { listener, address, site })
    }

    /// Where the page is, ending with a slash.
    pub(crate) fn address(&self) -> String {
        format!("http://{}{}", self.address, self.site.under)
    }

    /// Answers until the process ends, one thread per connection.
    pub(crate) fn run(self) -> Outcome<()> {
        for stream in self.listener.incoming().flatten() {
            let site = self.site.clone();
            std::thread::spawn(move || {
                // A browser that went away mid-answer is no news.
                let _gone = converse(&stream, &site);
            });
        }
        Ok(())
    }
}

/// Answers every request on one connection.
fn converse(mut stream: &TcpStream, site: &Site) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = (&mut reader).take(LONGEST_HEAD);
        let mut request = String::new();
        if head.read_line(&mut request)? == 0 {
            return Ok(());
        }
        let mut line = String::new();
        while head.read_line(&mut line)? > 2 {
            line.clear();
        }
        let mut words = request.split_whitespace();
        let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let reply = match method {
            "GET" | "HEAD" => site.find(target),
            _ => Reply::Error(405, "Only GET and HEAD are answered here."),
        };
        reply.send(&mut stream, method != "HEAD")?;
    }
}

/// What a request gets.
#[derive(Debug, PartialEq)]
enum Reply {
    File(PathBuf),
    Redirect(String),
    Error(u16, &'static str),
}

impl Site {
    fn find(&self, target: &str) -> Reply {
        const NONE: Reply = Reply::Error(404, "There is no such file here.");
        let path = target.split(['?', '#']).next().unwrap_or("");
        if !path.is_empty() && format!("{path}/") == self.under {
            return Reply::Redirect(self.under.clone());
        }
        let Some(name) = path.strip_prefix(&self.under).and_then(decode) else {
            return NONE;
        };
        let relative = Path::new(&name);
        // Only plain names: `..` and absolute paths are refused before the disk is asked.
        if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
            return NONE;
        }
        // A link on disk that leads out of the folder is refused as well.
        let Ok(file) = self.folder.join(relative).canonicalize() else {
            return NONE;
        };
        if !file.starts_with(&self.folder) {
            return NONE;
        }
        match (file.is_dir(), path.ends_with('/')) {
            (true, false) => Reply::Redirect(format!("{path}/")),
            (true, true) if file.join("index.html").is_file() => Reply::File(file.join("index.html")),
            (false, false) => Reply::File(file),
            _ => NONE,
        }
    }
}

impl Reply {
    fn send(&self, stream: &mut &TcpStream, with_body: bool) -> io::Result<()> {
        match self {
            Reply::File(path) => {
                let mut file = File::open(path)?;
                let length = fs::metadata(path)?.len();
                write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nContent-Length: {length}\r\n\
                     X-Content-Type-Options: nosniff\r\nCache-Control: no-cache\r\n\r\n",
                    media_type(path)
                )?;
                if with_body {
                    io::copy(&mut file, stream)?;
                }
                Ok(())
            }
            Reply::Redirect(to) => {
                write!(stream, "HTTP/1.1 308 Permanent Redirect\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n")
            }
            Reply::Error(status, text) => {
                let body = if with_body { text } else { &"" };
                write!(
                    stream,
                    "HTTP/1.1 {status} Error\r\nContent-Type: text/plain; charset=utf-8\r\n\
                     Content-Length: {}\r\n\r\n{body}",
                    text.len()
                )
            }
        }
    }
}

/// Resolves `%41`; `None` where that gives no text.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let (high, low) = (hex(rest.next()?)?, hex(rest.next()?)?);
            bytes.push(high * 16 + low);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

/// A browser compiles wasm while it arrives, and runs modules at all, only under the right type.
fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "jsonld") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("xml") => "application/xml",
        Some("csv") => "text/csv; charset=utf-8",
        Some("txt" | "log" | "md") => "text/plain; charset=utf-8",
        Some("gz") => "application/gzip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own with `page/index.html`, `page/a b.wasm` and, beside the page, `secret.txt`.
    fn site(test: &str, under: &str) -> Site {
        let folder = std::env::temp_dir().join(format!("floorlens-{}-{test}", std::process::id()));
        let page = folder.join("page");
        fs::create_dir_all(page.join("samples")).expect("a folder for the test");
        for (name, text) in [("page/index.html", "<p>hello"), ("page/a b.wasm", "code"), ("secret.txt", "no")] {
            fs::write(folder.join(name), text).expect("a file for the test");
        }
        let folder = page.canonicalize().expect("the folder was made above");
        Site { folder, under: under.to_owned() }
    }

    fn is_missing(reply: &Reply) -> bool {
        matches!(reply, Reply::Error(404, _))
    }

    #[test]
    fn files_are_found_under_the_sub_path_only() {
        let site = site("found", "/plant/page/");
        let index = Reply::File(site.folder.join("index.html"));
        assert_eq!(site.find("/plant/page/"), index);
        assert_eq!(site.find("/plant/page/index.html?x#y"), index);
        assert_eq!(site.find("/plant/page"), Reply::Redirect("/plant/page/".to_owned()));
        let wasm = Reply::File(site.folder.join("a b.wasm"));
        assert_eq!(site.find("/plant/page/a%20b.wasm"), wasm);
        assert!(is_missing(&site.find("/index.html")));
        assert!(is_missing(&site.find("/plant/page/index.html/")));
        assert!(is_missing(&site.find("/plant/page/samples/")));
    }

    #[test]
    fn no_spelling_leads_out_of_the_folder() {
        let site = site("out", "/");
        for path in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/samples/../../secret.txt",
            "/..%2fsecret.txt",
            "//etc/passwd",
            "/%2fetc/passwd",
            "/%zz",
            "/%",
            "",
        ] {
            assert!(is_missing(&site.find(path)), "{path} must not be served");
        }
        #[cfg(unix)]
        {
            let link = site.folder.join("link.txt");
            if !link.exists() {
                std::os::unix::fs::symlink(site.folder.join("../secret.txt"), &link).expect("a link for the test");
            }
            assert!(is_missing(&site.find("/link.txt")));
        }
    }

    #[test]
    fn a_connection_serves_several_requests_with_the_wasm_type() {
        let site = site("wire", "/p/");
        let options = Options { port: 0, no_build: true, under: "p".to_owned() };
        let server = Server::bind(&site.folder, &options).expect("a free port");
        let address = server.address;
        assert!(server.address().ends_with("/p/"));
        std::thread::spawn(move || server.run());
        let mut stream = TcpStream::connect(address).expect("the server is bound");
        write!(
            stream,
            "HEAD /p/a%20b.wasm HTTP/1.1\r\nHost: x\r\n\r\nGET /p/ HTTP/1.1\r\nHost: x\r\n\r\n\
             POST /p/ HTTP/1.1\r\n\r\n"
        )
        .expect("the server reads");
        stream.shutdown(std::net::Shutdown::Write).expect("the server reads on");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("the server answers");
        assert!(answer.contains("Content-Type: application/wasm\r\nContent-Length: 4"));
        assert!(answer.contains("<p>hello"));
        assert!(answer.contains("HTTP/1.1 405"));
    }
}
