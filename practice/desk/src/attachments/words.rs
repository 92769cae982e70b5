//! What kind of file something is, and why one is kept apart.

store::kinds! {
    /// What a file is, by its content first and its name second.
    FileKind {
        Pdf = "pdf" "PDF document",
        Image = "image" "Image",
        Document = "document" "Office document",
        Text = "text" "Text",
        Sound = "sound" "Sound or video",
        Scan = "scan" "Medical image (DICOM)",
        Letter = "letter" "Mail message",
        Archive = "archive" "Archive",
        Page = "page" "Web page or drawing",
        Program = "program" "Program or script",
        Other = "other" "File",
    }
    /// Why a file is kept apart.
    Quarantine {
        Program = "program" "it is a program",
        Script = "script" "it is a script",
        Macros = "macros" "it is a document with macros or embedded programs",
        Archive = "archive" "it is an archive that holds a program",
        Closed = "closed" "it is an archive that cannot be looked into",
        Page = "page" "it is a web page or a drawing that can run scripts",
        Disguised = "disguised" "its content is not what its name says",
    }
}
