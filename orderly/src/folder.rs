//! The folder for the hour in which this server is down too: of every organization whom to call and what its departments do while
//! nothing works, the packs of open incidents, and the playbooks; plain files that open without a server.
//! It is written anew as often as somebody (or a timer) asks; each file is replaced whole, so whoever opens it in between
//! sees the old one or the new one, and what is no longer part of it goes.

use crate::{House, records, runtime::said};
use anyhow::{Context as _, Result, anyhow, ensure};
use downtime::{Board, Call, FolderDepartment, FolderFile, FolderView, Plan, Stations, folder};
use futures_executor::block_on;
use incidents::{
    Incident, Incidents, IncidentsFile, LookAtIncident, OneIncident, OpenIncident, PackView, incident_file,
    incidents_folder,
};
use kernel::{OrgId, Stop, Who};
use markup::{FOLDER_STYLE, FolderPage, folder_page, html};
use office::Question;
use oncall::{OneRota, Rotas};
use organizations::Places;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Names the files of the last time; a folder that holds other things and not this is left alone.
const LIST: &str = "files.txt";
/// Where the packs of incidents and the playbooks stand.
const INCIDENTS: &str = "incidents";

/// What is to be written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Only this organization.
    pub only: Option<OrgId>,
    /// Also what people typed about the open incidents. It is looked at for the folder, and each look is charted.
    pub texts: bool,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub organizations: usize,
    pub files: usize,
    /// Organizations that the caller reaches, and whose procedures they may not see now.
    pub left_out: usize,
    /// Files of the last time that are no longer part of it.
    pub removed: usize,
}

/// Somebody who asks for the folder; they get what they may see.
struct Asking<'a> {
    house: &'a House,
    who: &'a Who,
}

impl Asking<'_> {
    fn ask<Q: Question>(&self, question: Q) -> Result<Q::Answer> {
        block_on(self.house.office.answer(self.who, question)).map_err(|stop| anyhow!(said(&stop)))
    }

    /// The same; nothing where the caller is refused.
    fn may<Q: Question>(&self, question: Q) -> Result<Option<Q::Answer>> {
        match block_on(self.house.office.answer(self.who, question)) {
            Ok(answer) => Ok(Some(answer)),
            Err(Stop::Refused(_)) => Ok(None),
            Err(stop) => Err(anyhow!(said(&stop))),
        }
    }

    fn read<T: Send + 'static>(
        &self,
        mut job: impl FnMut(&mut store::Look) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let read = self.house.office.read(self.who, move |look| Ok(job(look)?));
        block_on(read).map_err(|stop| anyhow!(said(&stop)))
    }

    /// Who is on call now on each rota that the caller may see.
    fn calls(&self) -> Result<Vec<Call>> {
        let mut calls = Vec::new();
        // Whoever may not see rotas has a folder without them.
        let Some(rotas) = self.may(Rotas { most: Some(50), ..Rotas::default() })? else { return Ok(calls) };
        for line in rotas.lines.into_iter().filter(|r| r.retired_at.is_none()) {
            let told = self.ask(OneRota { rota: line.id, from: None, days: Some(1) })?;
            let people: Vec<String> = told.on_call.people.iter().map(ToString::to_string).collect();
            let names = self.read(move |look| records::boards::names(look, &people))?;
            for person in told.on_call.people {
                let phone = told.phones.iter().find(|(of, _)| *of == person).map(|(_, phone)| phone.clone());
                let name = names.get(&person.to_string()).cloned().unwrap_or_else(|| "somebody".to_owned());
                calls.push(Call { role: format!("On call: {}", line.name), name, phone });
            }
        }
        Ok(calls)
    }

    /// The packs of open incidents and the playbooks. Whoever may not see incidents has the playbooks.
    fn incidents(&self, wanted: &Wanted) -> Result<Vec<IncidentsFile>> {
        let list = self.may(Incidents { org: wanted.only, most: Some(200), ..Incidents::default() })?;
        let open = list.map(|list| list.lines).unwrap_or_default();
        let as_of = markup::words::local_long(self.house.office.now().micros(), "UTC");
        let mut files = Vec::new();
        let orgs: Vec<String> = open.iter().map(|i| i.org.to_string()).collect();
        let names = self.read(move |look| records::boards::names(look, &orgs))?;
        for incident in &open {
            let file = self.ask(OneIncident { incident: incident.id })?;
            let people = file.tasks.iter().filter_map(|t| t.owner);
            let people = people.chain(file.roles.iter().filter_map(|r| r.person));
            let people = people.chain(file.isolations.iter().filter_map(|i| i.done_by));
            let people = people.chain(file.evidence.iter().filter_map(|e| e.piece.taken_by));
            let people = people.chain(file.incident.declared_by).map(|id| id.to_string());
            let assets = file.systems.iter().map(|s| s.system.asset.to_string());
            let mut ids: Vec<String> = people.chain(assets).chain([incident.org.to_string()]).collect();
            ids.sort();
            ids.dedup();
            let names = self.read(move |look| records::boards::names(look, &ids))?;
            let opened =
                if wanted.texts { self.may(LookAtIncident { incident: incident.id })? } else { None };
            let opened = opened.map(|opened| opened.texts).unwrap_or_default();
            files.push(incident_file(&PackView { file: &file, opened: &opened, names: &names }, &as_of));
        }
        let organization = |i: &Incident| names.get(&i.org.to_string()).map_or("", String::as_str);
        let open: Vec<OpenIncident> = open
            .iter()
            .map(|incident| OpenIncident { incident, organization: organization(incident) })
            .collect();
        files.extend(incidents_folder(&open, &as_of));
        Ok(files)
    }

    /// The files of one organization; nothing where the caller may not see them.
    fn files(&self, org: OrgId, name: &str, calls: &[Call]) -> Result<Option<Vec<FolderFile>>> {
        let Some(shown) = self.may(Plan { org })? else { return Ok(None) };
        let board = self.ask(Board { org: Some(org) })?;
        let stations = self.ask(Stations { org: Some(org), most: Some(200), ..Stations::default() })?;
        let places = self.ask(Places { organization: org })?;
        let zone = places.locations.first().map_or("UTC", |l| l.zone.as_str()).to_owned();
        let departments = places.locations.iter().flat_map(|l| &l.departments);
        let departments: Vec<FolderDepartment> = departments
            .map(|d| FolderDepartment { id: d.department, name: d.name.clone(), phone: d.phone.clone() })
            .collect();
        let mut ids: BTreeSet<String> = departments.iter().map(|d| d.id.to_string()).collect();
        ids.extend(shown.procedures.iter().map(|p| p.procedure.owner.to_string()));
        ids.extend(shown.ready.iter().map(|n| n.owner.to_string()));
        ids.extend(stations.lines.iter().map(|s| s.asset.to_string()));
        let down = board.downtimes.iter().flat_map(|t| &t.systems);
        ids.extend(down.map(|s| s.system.asset.to_string()));
        let ids: Vec<String> = ids.into_iter().collect();
        let names: BTreeMap<String, String> = self.read(move |look| records::boards::names(look, &ids))?;
        Ok(Some(folder(&FolderView {
            organization: name,
            shown: &shown,
            board: &board,
            stations: &stations.lines,
            names: &names,
            departments,
            calls: calls.to_vec(),
            zone: &zone,
        })))
    }
}

/// Writes the folder: of every organization within reach, or of one of them.
///
/// # Errors
/// When the caller may not see it, or the folder cannot be written or holds other things.
pub fn write(house: &House, who: &Who, dir: &Path, wanted: &Wanted) -> Result<Written> {
    let asking = Asking { house, who };
    let mut orgs = asking.read(records::boards::organizations)?;
    orgs.retain(|(org, _)| wanted.only.is_none_or(|one| one == *org));
    ensure!(!orgs.is_empty(), "No such organization is within reach.");
    let calls = asking.calls()?;
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    for (path, text) in asking.incidents(wanted)? {
        files.insert(Path::new(INCIDENTS).join(path), text);
    }
    let reached = orgs.len();
    let mut written = Vec::new();
    for (org, name) in orgs {
        let Some(of) = asking.files(org, &name, &calls)? else { continue };
        for file in of {
            files.insert(Path::new(&org.to_string()).join(file.path), file.text);
        }
        written.push((org, name));
    }
    ensure!(!written.is_empty(), "The procedures of no organization within reach may be seen now.");
    let as_of = markup::words::local_long(house.office.now().micros(), "UTC");
    files.insert(PathBuf::from("index.html"), cover(&written, &as_of));
    files.insert(PathBuf::from("style.css"), FOLDER_STYLE.to_owned());
    let removed = replace(dir, &files)?;
    let organizations = written.len();
    Ok(Written { organizations, files: files.len(), left_out: reached - organizations, removed })
}

/// The first page: one way to each organization.
fn cover(orgs: &[(OrgId, String)], as_of: &str) -> String {
    let main = html! { ul {
        @for (org, name) in orgs { li { a href={ (org) "/index.html" } { (name) } } }
        li { a href={ (INCIDENTS) "/index.html" } { "Incidents and playbooks" } }
    } };
    folder_page(&FolderPage { title: "Downtime", of: "the folder", ways: &[], as_of }, &main)
}

/// Puts these files in the place of those of the last time; gives how many of the last time went.
fn replace(dir: &Path, files: &BTreeMap<PathBuf, String>) -> Result<usize> {
    let shown = |path: &Path| path.display().to_string();
    fs::create_dir_all(dir).with_context(|| format!("{} cannot be made", shown(dir)))?;
    let list = dir.join(LIST);
    let before = match fs::read_to_string(&list) {
        Ok(text) => text,
        Err(_) => {
            let mut others = fs::read_dir(dir).with_context(|| format!("{} cannot be read", shown(dir)))?;
            let sentence =
                "holds other things; name an empty folder, or one that was written by this command";
            ensure!(others.next().is_none(), "{} {sentence}.", shown(dir));
            String::new()
        }
    };
    let names: Vec<String> = files.keys().map(|path| path.to_string_lossy().replace('\\', "/")).collect();
    // Known before anything is written: whatever happens in between, the next time it is still ours.
    put(&list, &format!("{before}{}\n", names.join("\n")))?;
    for (path, text) in files {
        let to = dir.join(path);
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).with_context(|| format!("{} cannot be made", shown(parent)))?;
        }
        put(&to, text)?;
    }
    let now: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let gone: BTreeSet<&str> = before.lines().filter(|l| ours(l) && !now.contains(l)).collect();
    let mut removed = 0;
    for old in gone {
        removed += usize::from(fs::remove_file(dir.join(old)).is_ok());
    }
    put(&list, &format!("{}\n", names.join("\n")))?;
    Ok(removed)
}

/// Whether a line of the list can be one that was written here: nothing outside the folder is ever touched.
fn ours(line: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains([':', '\\']);
    let parts: Vec<&str> = line.split('/').collect();
    parts.len() <= 2 && parts.iter().all(|part| plain(part))
}

/// Replaces a file whole.
fn put(to: &Path, text: &str) -> Result<()> {
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    fs::write(&part, text).with_context(|| format!("{} cannot be written", part.display()))?;
    fs::rename(&part, to).with_context(|| format!("{} cannot be put into place", to.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_touched() {
        assert!(ours("index.html") && ours("org_1/department-dep_2.html"));
        for wrong in ["../x", "/etc/passwd", "a/../b", "a/b/c", "", "a\\b", "c:x"] {
            assert!(!ours(wrong), "{wrong}");
        }
    }
}
