//! The files of a ticket, told without their names until somebody opens one; what is told of texts before a look; and
//! the page on which an organization says how its texts are masked.

use super::Around;
use super::forms::folded;
use crate::attachments::{
    Attach, AttachToMine, LookAtAttachment, LookAtMyAttachment, OneAttachment, ReleaseAttachment,
    RemoveAttachment, sized, words::FileKind,
};
use crate::masking::{Masking, TextRulesNow};
use crate::questions::{Outline, Piece};
use kernel::{Moment, TicketId};
use markup::{
    ButtonKind, Choice, Field, FieldKind, Markup, Tone, button, field, hidden, notice, panel, relative_time,
};
use maud::html;
use office::{Act, Ground, Order, Question};

/// What the viewer may do with files, in the sequence of [`MayFiles::asks`].
#[derive(Debug, Clone, Copy, Default)]
pub struct MayFiles {
    pub attach: bool,
    pub open: bool,
    pub release: bool,
    pub remove: bool,
}

impl MayFiles {
    /// What to ask the gate on the ticket's page.
    pub fn asks(ticket: TicketId) -> Vec<(Act, Ground)> {
        let acts = [Attach::ACT, LookAtAttachment::ACT, ReleaseAttachment::ACT, RemoveAttachment::ACT];
        acts.into_iter().map(|act| (act, Ground::thing(ticket))).collect()
    }
    /// What to ask it on the page of one's own report.
    pub fn asks_mine(ticket: TicketId) -> Vec<(Act, Ground)> {
        let acts = [AttachToMine::ACT, LookAtMyAttachment::ACT];
        acts.into_iter().map(|act| (act, Ground::thing(ticket))).collect()
    }
    /// Reads the gate's answers; what was not answered is not allowed.
    pub fn of(answers: &[bool]) -> Self {
        let yes = |i: usize| answers.get(i).copied().unwrap_or(false);
        Self { attach: yes(0), open: yes(1), release: yes(2), remove: yes(3) }
    }
}

/// The files of a ticket and what may be done with them.
#[derive(Debug, Clone, Copy)]
pub struct FilesPage<'a> {
    pub ticket: TicketId,
    pub files: &'a [OneAttachment],
    pub around: &'a Around,
    pub may: MayFiles,
    pub now: Moment,
    pub zone: &'a str,
    /// Whether it stands on the page of one's own report.
    pub mine: bool,
}

impl FilesPage<'_> {
    /// The page it stands on.
    fn at(&self) -> String {
        if self.mine { format!("/my/{}", self.ticket) } else { format!("/tickets/{}", self.ticket) }
    }
}

/// The panel of files. Opening posts to `{page}/files/{attachment}`, attaching to `{page}/files`.
pub fn attachments(page: &FilesPage<'_>) -> Markup {
    let body = html! {
        @if page.files.is_empty() {
            p.soft { "No files yet. A screenshot of the message often says more than three replies." }
        } @else {
            ul.stack { @for file in page.files { li.stack id=(file.attachment) { (one(file, page)) } } }
        }
        @if page.may.attach { (folded("attach", "Attach a file", &attach(page))) }
    };
    panel("files", "Files", None, &body)
}

fn one(file: &OneAttachment, page: &FilesPage<'_>) -> Markup {
    let by = file.author.map_or("a letter", |id| page.around.name(id));
    let is_open = file.quarantine.is_none() || file.released_until.is_some_and(|until| page.now < until);
    html! {
        p {
            b { (file.kind.title()) } ", " (sized(file.size as u64))
            span.soft { " · from " (by) ", " (relative_time(file.at.micros(), page.now.micros(), page.zone)) }
            @if !page.mine && !file.for_reporter { span.soft { " · only the desk" } }
        }
        @if let Some(at) = file.removed_at {
            p.soft { "Removed" @if let Some(who) = file.removed_by { " by " (page.around.name(who)) } ", "
                (relative_time(at.micros(), page.now.micros(), page.zone)) ". That it was here stays charted." }
        } @else {
            @if let Some(why) = file.quarantine {
                p { "In quarantine: " (why.title()) "."
                    @if is_open { " It is out for you for a quarter of an hour." } }
            }
            @if is_open && page.may.open { (open(file, page)) }
            @if !is_open && page.may.release { (reasoned(file, page, &RELEASE)) }
            @if page.may.remove { (reasoned(file, page, &REMOVE)) }
        }
    }
}

fn open(file: &OneAttachment, page: &FilesPage<'_>) -> Markup {
    let action = format!("{}/files/{}", page.at(), file.attachment);
    html! {
        div.row {
            form.act method="post" action=(action) {
                button.button.button-look type="submit" title="Opening it is charted in the ledger" {
                    "Download" span.mask-charted { "charted" }
                }
            }
            @if file.kind == FileKind::Image {
                form.act method="post" action=(action) target="_blank" {
                    (hidden("show", "yes"))
                    button.button.button-look type="submit" title="Your look is charted in the ledger" {
                        "Show" span.mask-charted { "charted" }
                    }
                }
            }
        }
    }
}

/// An act on a file that wants a reason.
struct Reasoned {
    act: &'static str,
    summary: &'static str,
    label: &'static str,
    hint: &'static str,
    verb: &'static str,
}

const RELEASE: Reasoned = Reasoned {
    act: "desk.release-attachment",
    summary: "Let it out of quarantine",
    label: "Why you need it",
    hint: "You alone can download it for a quarter of an hour. The reason is kept with the ticket.",
    verb: "Let it out",
};
const REMOVE: Reasoned = Reasoned {
    act: "desk.remove-attachment",
    summary: "Remove it",
    label: "Why it is removed",
    hint: "Its content is gone for good; that it was here stays charted.",
    verb: "Remove it for good",
};

fn reasoned(file: &OneAttachment, page: &FilesPage<'_>, act: &Reasoned) -> Markup {
    let id = format!("{}-{}", act.act.replace('.', "-"), file.attachment);
    let form = html! {
        form.form id=(id) method="post" action={ "/do/" (act.act) } {
            (hidden("attachment", &file.attachment.to_string()))
            (hidden("_next", &page.at()))
            (field(&Field { form: &id, name: "reason", label: act.label, hint: Some(act.hint), required: true,
                most: Some(20_000), kind: FieldKind::Long { rows: 2 }, ..Field::default() }))
            div.buttons { (button(ButtonKind::Plain, act.verb)) }
        }
    };
    folded(&id, act.summary, &form)
}

fn attach(page: &FilesPage<'_>) -> Markup {
    let choices = [
        Choice::new("public", "The reporter may have it"),
        Choice::new("internal", "Only the desk may have it"),
    ];
    html! {
        form.form id="attach" method="post" action={ (page.at()) "/files" } enctype="multipart/form-data" {
            @if !page.mine {
                (field(&Field { form: "attach", name: "visibility", label: "Who may have it?", required: true,
                    value: "public", kind: FieldKind::Radio { choices: &choices }, ..Field::default() }))
            }
            (field(&Field { form: "attach", name: "file", label: "The file", required: true,
                hint: Some("At most 20 MB. It is sealed, its name too; whoever opens it is charted."),
                kind: FieldKind::File { accept: "" }, ..Field::default() }))
            div.buttons { (button(ButtonKind::Plain, "Attach it")) }
        }
    }
}

/// What is told of a text before somebody looks at it.
pub(super) fn before_a_look(outline: &Outline) -> Markup {
    html! {
        @if !outline.pieces.is_empty() {
            p.outline {
                @for piece in &outline.pieces {
                    @match piece {
                        Piece::Words(words) => (words),
                        Piece::Masked(kind) => span.mask { span.mask-kind { (kind) }
                            span.mask-blocks aria-hidden="true" { "████" } span.unseen { "sealed" } },
                    }
                }
            }
        } @else if let Some(holds) = &outline.holds {
            p.soft { "Likely holds " (holds) "." }
        }
    }
}

/// What a reporter is told when what they wrote likely holds identifiers.
pub fn found_in_report(holds: Option<&str>) -> Markup {
    html! {
        @if let Some(holds) = holds {
            (notice(Tone::Private, &html! { p {
                "What you wrote is kept, sealed. It seems to hold " (holds) ". The desk mostly needs no more than where it is \
                 and what is wrong; next time you may leave that out." } }))
        }
    }
}

/// How an organization's texts are masked, with the forms that change it where the viewer may.
pub fn masking(rules: &TextRulesNow, may_set: bool) -> Markup {
    let org = rules.org.to_string();
    let next = format!("/organizations/{org}/masking");
    let choices: Vec<Choice> = Masking::ALL
        .iter()
        .map(|m| Choice { hint: Some(why(*m).to_owned()), ..Choice::new(m.word(), m.title()) })
        .collect();
    let patterns = rules.patterns.join("\n");
    let stands = html! {
        p { (rules.masking.title()) ". " (why(rules.masking)) }
        @if may_set {
            form.form id="masking" method="post" action="/do/desk.set-masking" {
                (hidden("org", &org)) (hidden("_next", &next))
                (field(&Field { form: "masking", name: "masking", label: "What is masked before a look?", required: true,
                    value: rules.masking.word(), kind: FieldKind::Radio { choices: &choices }, ..Field::default() }))
                div.buttons { (button(ButtonKind::Primary, "Set it")) }
            }
        }
    };
    let forms = html! {
        @if rules.patterns.is_empty() {
            p.soft {
                "Nobody said yet what record numbers look like here. They are known by the words around them: MRN, \
                 chart #."
            }
        } @else { ul { @for form in &rules.patterns { li { code { (form) } } } } }
        @if may_set {
            form.form id="record-numbers" method="post" action="/do/desk.set-record-number-patterns" {
                (hidden("org", &org)) (hidden("_next", &next))
                (field(&Field { form: "record-numbers", name: "patterns", label: "Forms of record numbers, one a line",
                    hint: Some("A is any letter, # any digit, the rest stands for itself: A######, LK-##.####. Never a real \
                        number."),
                    value: &patterns, kind: FieldKind::Long { rows: 4 }, ..Field::default() }))
                div.buttons { (button(ButtonKind::Plain, "Keep these forms")) }
            }
        }
    };
    html! {
        div.stack {
            (panel("masked", "Texts on tickets", None, &stands))
            (panel("numbers", "Record numbers", None, &forms))
        }
    }
}

fn why(masking: Masking) -> &'static str {
    match masking {
        Masking::Strict => "Nobody reads a word without a look that is charted.",
        Masking::Identifiers => {
            "Whoever may see PHI here reads the rest without a look. Of a hundred identifiers one or two are not recognized, \
             so this trades some privacy for speed."
        }
    }
}
