//! Sets documents as PDF.

fn main() {
    let _ = (notosans::REGULAR_TTF, dejavu::sans::regular(), typst_pdf::PdfOptions::default());
}
