//! The press: a document goes in, an accessible PDF comes out, tagged for whoever hears it read and held to PDF/UA-1. It
//! sets with typst and with fonts that it carries along. The template cannot reach a file, a package, the network or the
//! time, because the world it is shown holds none; and what people typed is a value in it, never markup.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod letters;
mod world;

pub use world::Press;

use paper::{Document, Problem};

/// A printed document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
    /// Held to PDF/UA-1 by the exporter. Otherwise it is tagged all the same.
    pub accessible: bool,
    /// Kinds of letters that no font holds; each is shown as a square.
    pub missing: usize,
}

/// Sets a document. Work of some tens of milliseconds; see [`paper::bounds`] for how large it may be.
pub fn print(document: &Document) -> Result<Pdf, Problem> {
    Press::new().print(document)
}
