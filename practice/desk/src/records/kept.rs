//! What a desk keeps for itself: views of the list of tickets, and texts that it uses again.

use crate::orders::TemplateUse;
use crate::words::Trouble;
use kernel::{PersonId, Refusal, Stop, TemplateId, ViewId};
use store::{Look, Row, Work, params, sql};

sql! {
    KEEP_VIEW "desk.keep-view"
        "insert into ticket_views (id, org, keeper, name, asks, shared, kept_at)
         values (:id, :org, :keeper, :name, :asks, :shared, :now)";
    VIEWS "desk.views"
        "select * from ticket_views where org = :org and (keeper = :me or shared) order by id limit 201";
    VIEW "desk.view" "select * from ticket_views where id = :id and org = :org";
    RENAME_VIEW "desk.rename-view" "update ticket_views set name = :name where id = :id and org = :org";
    DROP_VIEW "desk.drop-view" "delete from ticket_views where id = :id and org = :org";
    house LOCATE_VIEW "desk.locate-view" "select org from ticket_views where id = :id";
    KEEP_TEMPLATE "desk.keep-template"
        "insert into ticket_templates (id, org, use_for, trouble, name, body, kept_by, kept_at)
         values (:id, :org, :use_for, :trouble, :name, :body, :by, :now)";
    REWRITE_TEMPLATE "desk.rewrite-template"
        "update ticket_templates set use_for = :use_for, trouble = :trouble, name = :name, body = :body,
           kept_by = :by, kept_at = :now
         where id = :id and org = :org";
    TEMPLATES "desk.templates"
        "select * from ticket_templates
         where org = :org and dropped_at is null and (use_for = :use_for or :use_for = '')
         order by name, id limit 501";
    TEMPLATE "desk.template"
        "select * from ticket_templates where id = :id and org = :org and dropped_at is null";
    DROP_TEMPLATE "desk.drop-template"
        "update ticket_templates set dropped_at = :now where id = :id and org = :org";
    house LOCATE_TEMPLATE "desk.locate-template" "select org from ticket_templates where id = :id";
}

/// A view that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptView {
    pub view: ViewId,
    pub keeper: PersonId,
    pub name: String,
    /// What the list is asked, as it stands in its address.
    pub asks: String,
    pub shared: bool,
}

/// A text to use again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pub template: TemplateId,
    pub use_for: TemplateUse,
    pub trouble: Option<Trouble>,
    pub name: String,
    pub body: String,
}

fn read_view(row: &Row) -> anyhow::Result<KeptView> {
    Ok(KeptView {
        view: row.get("id")?,
        keeper: row.get("keeper")?,
        name: row.get("name")?,
        asks: row.get("asks")?,
        shared: row.get("shared")?,
    })
}

fn read_template(row: &Row) -> anyhow::Result<Template> {
    Ok(Template {
        template: row.get("id")?,
        use_for: row.get("use_for")?,
        trouble: row.get("trouble")?,
        name: row.get("name")?,
        body: row.get("body")?,
    })
}

/// # Errors
/// A fault of the store.
pub fn keep_view(work: &mut Work, view: &KeptView) -> anyhow::Result<()> {
    let given = params! { "id": view.view, "keeper": view.keeper, "name": view.name.as_str(),
    "asks": view.asks.as_str(), "shared": view.shared };
    work.run(&KEEP_VIEW, given)?;
    Ok(())
}

/// This person's views and those that everybody at the transaction's organization sees, the oldest first.
///
/// # Errors
/// A fault of the store.
pub fn views(look: &mut Look, me: PersonId) -> anyhow::Result<Vec<KeptView>> {
    look.rows(&VIEWS, params! { "me": me })?.iter().map(read_view).collect()
}

/// # Errors
/// `not_found`; a fault of the store.
pub fn view(look: &mut Look, view: ViewId) -> Result<KeptView, Stop> {
    match look.row(&VIEW, params! { "id": view })? {
        Some(row) => Ok(read_view(&row)?),
        None => Err(Refusal::not_found("view").into()),
    }
}

/// # Errors
/// A fault of the store.
pub fn rename_view(work: &mut Work, view: ViewId, name: &str) -> anyhow::Result<()> {
    work.run(&RENAME_VIEW, params! { "id": view, "name": name })?;
    Ok(())
}

/// # Errors
/// A fault of the store.
pub fn drop_view(work: &mut Work, view: ViewId) -> anyhow::Result<()> {
    work.run(&DROP_VIEW, params! { "id": view })?;
    Ok(())
}

/// # Errors
/// A fault of the store.
pub fn keep_template(work: &mut Work, kept: &Template) -> anyhow::Result<()> {
    write_template(work, &KEEP_TEMPLATE, kept)
}

/// # Errors
/// A fault of the store.
pub fn rewrite_template(work: &mut Work, kept: &Template) -> anyhow::Result<()> {
    write_template(work, &REWRITE_TEMPLATE, kept)
}

fn write_template(work: &mut Work, sql: &store::Sql, kept: &Template) -> anyhow::Result<()> {
    let by = work.person();
    let given = params! { "id": kept.template, "use_for": kept.use_for, "trouble": kept.trouble,
    "name": kept.name.as_str(), "body": kept.body.as_str(), "by": by };
    work.run(sql, given)?;
    Ok(())
}

/// The templates of the transaction's organization, all or those for one use, by name.
///
/// # Errors
/// A fault of the store.
pub fn templates(look: &mut Look, use_for: Option<TemplateUse>) -> anyhow::Result<Vec<Template>> {
    let given = params! { "use_for": use_for.map_or("", TemplateUse::word) };
    look.rows(&TEMPLATES, given)?.iter().map(read_template).collect()
}

/// # Errors
/// `not_found`; a fault of the store.
pub fn template(look: &mut Look, template: TemplateId) -> Result<Template, Stop> {
    match look.row(&TEMPLATE, params! { "id": template })? {
        Some(row) => Ok(read_template(&row)?),
        None => Err(Refusal::not_found("template").into()),
    }
}

/// # Errors
/// A fault of the store.
pub fn drop_template(work: &mut Work, template: TemplateId) -> anyhow::Result<()> {
    work.run(&DROP_TEMPLATE, params! { "id": template })?;
    Ok(())
}
