//! What the typesetter may see: one template, one sheet, six fonts. Nothing else is there to be found.

use crate::{Pdf, letters::settable};
use paper::{Document, Problem, Sheet};
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, Value};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

const TEMPLATE: &str = include_str!("sheet.typ");

/// The most pages of one document.
const PAGES: usize = 1_000;

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&'static [u8]; 6] = [
        notosans::REGULAR_TTF,
        notosans::BOLD_TTF,
        notosans::ITALIC_TTF,
        notosans::BOLD_ITALIC_TTF,
        dejavu::sans::regular(),
        dejavu::sans::bold(),
    ];
    files.into_iter().filter_map(|file| Font::new(Bytes::new(file), 0)).collect()
});

static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// The press with its template read.
#[derive(Debug)]
pub struct Press {
    template: Source,
}

impl Default for Press {
    fn default() -> Self {
        Self::new()
    }
}

impl Press {
    pub fn new() -> Self {
        Self { template: Source::detached(TEMPLATE) }
    }

    /// Sets a document: first held to PDF/UA-1; where its letters forbid that, tagged without the claim.
    pub fn print(&self, document: &Document) -> Result<Pdf, Problem> {
        let (sheet, missing) = settable(document.sheet()?, &FONTS);
        let world = Shown { template: &self.template, library: library(&sheet)? };
        let set = typst::compile::<PagedDocument>(&world).output.map_err(|e| unset(&e))?;
        let pages = set.pages().len();
        if pages > PAGES {
            return Err(Problem::TooMany { field: "pages".to_owned(), has: pages, most: PAGES });
        }
        let (bytes, accessible) = match export(&set, &[PdfStandard::Ua_1]) {
            Ok(bytes) => (bytes, true),
            Err(_) => (export(&set, &[])?, false),
        };
        // Pages are not remembered between documents: what they held is nobody's business.
        typst::comemo::evict(0);
        Ok(Pdf { bytes, pages, accessible, missing })
    }
}

fn export(set: &PagedDocument, standards: &[PdfStandard]) -> Result<Vec<u8>, Problem> {
    let standards = PdfStandards::new(standards).map_err(|e| Problem::Unset(e.message().to_string()))?;
    typst_pdf::pdf(set, &PdfOptions { standards, ..PdfOptions::default() }).map_err(|e| unset(&e))
}

/// What the typesetter said. Its messages speak of the template, not of what is set.
fn unset(errors: &[SourceDiagnostic]) -> Problem {
    let first = errors.first().map(|error| error.message.to_string());
    Problem::Unset(first.unwrap_or_else(|| "no reason was given".to_owned()))
}

/// The standard library, with the sheet as the only thing from outside.
fn library(sheet: &Sheet) -> Result<LazyHash<Library>, Problem> {
    let malformed = |e: serde_json::Error| Problem::Malformed(e.to_string());
    let value = serde_json::to_value(sheet).map_err(malformed)?;
    let value: Value = serde_json::from_value(value).map_err(malformed)?;
    let inputs: Dict = std::iter::once(("sheet".into(), value)).collect();
    let features = [Feature::A11yExtras].into_iter().collect();
    Ok(LazyHash::new(Library::builder().with_inputs(inputs).with_features(features).build()))
}

struct Shown<'a> {
    template: &'a Source,
    library: LazyHash<Library>,
}

impl World for Shown<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
