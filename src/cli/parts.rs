//! `haplan parts`: searches the catalogue, shows a part, and begins a new one.

use std::sync::Arc;

use super::output::emit;
use super::{Context, Done, OutputArgs, Status};
use crate::catalog::{Catalog, Part, PartKind, PortRole, Protocol};
use crate::render::{json, parts_text, table};
use crate::sheet::parts::{PartSheet, list, sheet};
use crate::words::{Lang, msg, output, parts as words, reading};
use crate::yaml::decode::nearest_few;

/// Arguments of `parts`.
#[derive(clap::Args, Debug)]
pub struct PartsArgs {
    /// Id of a part, or words to search for: names, numbers, kinds, protocols, rates in Gbit/s
    words: Vec<String>,
    /// Parts of this kind only
    #[arg(long, value_name = "KIND", value_parser = PartKind::ALL.iter().map(|kind| kind.id()).collect::<Vec<_>>())]
    kind: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Its forms.
pub const FORMATS: &[&str] = &["text", "json", "yaml"];

/// How many parts are named in place of one that is not known.
pub const MOST_NEAR: usize = 3;

/// Runs the command.
pub fn run(args: &PartsArgs, context: &mut Context) -> Done {
    let mut catalog = Catalog::default();
    let all = catalog.all();
    let of_kind = |part: &Arc<Part>| args.kind.as_deref().is_none_or(|kind| part.kind.id() == kind);
    let whole = match &args.words[..] {
        [one] => catalog.part(one).filter(of_kind),
        _ => None,
    };
    let found: Vec<Arc<Part>> = match whole {
        Some(part) => vec![part],
        None => all
            .iter()
            .filter(|part| of_kind(part) && args.words.iter().all(|word| matches(part, word)))
            .cloned()
            .collect(),
    };
    if found.is_empty() {
        unknown(args, &all, context);
        return Ok(Status::Failed);
    }
    let lang = context.lang;
    emit(&args.output, "parts", FORMATS, &context.out, |format, _| {
        let sheets = || -> Vec<PartSheet> { found.iter().map(|part| sheet(part, &all)).collect() };
        Ok(match (format, &found[..]) {
            ("json", _) => json::parts(&sheets()),
            ("yaml", _) => {
                found.iter().map(|part| differ(part, &mut catalog, lang)).collect::<String>()
            }
            (_, [part]) => parts_text::render(&sheet(part, &all), lang),
            _ => table::table(&list(&found, lang), table::WIDTH),
        })
    })?;
    Ok(Status::Clean)
}

/// Whether a part answers to a word: a small number to a line rate, anything else to whatever stands in its
/// names, its kind and its protocols.
fn matches(part: &Part, word: &str) -> bool {
    let word = word.to_lowercase();
    let text =
        |text: &Option<compact_str::CompactString>| text.as_deref().unwrap_or("").to_lowercase();
    let id = part.id.as_deref().unwrap_or_default();
    let all =
        [id, part.kind.id(), &text(&part.vendor), &text(&part.name), &text(&part.part_number)]
            .join(" ");
    let number = word.trim_end_matches("gbit/s").trim_end_matches(['b', 'g']);
    if number.len() <= 3
        && let Ok(rate) = number.parse::<f64>()
    {
        let is_rate = |mbit: u32| (f64::from(mbit) - rate * 1000.0).abs() < 1.0;
        let mut rates = part.all_ports().flat_map(|port| &port.speeds).chain(&part.speeds);
        let mut pieces = all.split(|c: char| !c.is_alphanumeric());
        let is_name = rate >= 100.0 && pieces.any(|piece| piece == word);
        return is_name || rates.any(|it| is_rate(it.mbit));
    }
    let speaks = part.all_ports().any(|port| {
        let is_host = port.role == Some(PortRole::Host) && part.kind == PartKind::Array;
        port.protocol.id() == word
            || (word == "iscsi" && is_host && port.protocol == Protocol::Ethernet)
    });
    speaks || all.contains(&word)
}

/// Says that nothing answers, what is near, and the lines for a new part.
fn unknown(args: &PartsArgs, all: &[Arc<Part>], context: &Context) {
    let text = args.words.join(" ");
    let ids = all.iter().filter(|part| args.kind.as_deref().is_none_or(|it| part.kind.id() == it));
    let near = nearest_few(&text, ids.filter_map(|part| part.id.as_deref()), MOST_NEAR);
    let kind = args
        .kind
        .as_deref()
        .and_then(|id| PartKind::ALL.iter().copied().find(|kind| kind.id() == id))
        .or_else(|| {
            all.iter().find(|part| part.id.as_deref() == near.first().copied()).map(|it| it.kind)
        })
        .unwrap_or(PartKind::Adapter);
    let message = msg!(output::UNKNOWN_PART, text = &text);
    let lang = context.lang;
    context.out.error(&message.text(lang));
    match &near[..] {
        [] => {}
        [one] => context.out.error(&msg!(reading::DID_YOU_MEAN, near = *one).text(lang)),
        _ => context.out.error(&msg!(words::NEAR_PARTS, near = near).text(lang)),
    }
    context.out.error(words::NEW_PART.text(lang));
    context.out.aside(&new_part(&id_of(&text), kind));
}

/// What was looked for as an id of the user's own.
fn id_of(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let id: String = text.to_lowercase().chars().map(|c| if plain(c) { c } else { '-' }).collect();
    let id = id.trim_matches(['-', '/']);
    match id {
        "" => "site/part".to_owned(),
        _ if id.contains('/') => id.to_owned(),
        _ => format!("site/{id}"),
    }
}

/// The lines of a new part, to be put under `parts:` and corrected.
fn new_part(id: &str, kind: PartKind) -> String {
    let fc = "protocol: fc, speeds: [8, 4, 2], connector: lc";
    let body = match kind {
        PartKind::Server => vec![
            "ports:".to_owned(),
            "  - {names: \"nic[1-2]\", protocol: ethernet, speeds: [1], connector: rj45}"
                .to_owned(),
            "  - {names: [bmc], protocol: ethernet, speeds: [1], connector: rj45, role: bmc}"
                .to_owned(),
            "psus: {count: 2, needed: 1}".to_owned(),
            "rack_units: 2".to_owned(),
        ],
        PartKind::Adapter => {
            vec![format!("ports: [{{names: \"[1-2]\", {fc}}}]"), "lanes: 8".to_owned()]
        }
        PartKind::Switch => vec![
            format!("ports: [{{names: \"[0-23]\", {fc}}}]"),
            "psus: {count: 1, needed: 1}".to_owned(),
            "rack_units: 1".to_owned(),
        ],
        PartKind::Array => vec![
            "controllers:".to_owned(),
            format!("  A: {{ports: [{{names: \"A[0-1]\", {fc}}}]}}"),
            format!("  B: {{ports: [{{names: \"B[0-1]\", {fc}}}]}}"),
            "access: alua".to_owned(),
            "psus: {count: 2, needed: 1}".to_owned(),
            "rack_units: 2".to_owned(),
        ],
        PartKind::Shelf | PartKind::Enclosure => {
            vec!["psus: {count: 2, needed: 1}".to_owned(), "rack_units: 2".to_owned()]
        }
        PartKind::Drive => vec!["capacity: 300 GB".to_owned(), "interface: sas".to_owned()],
        PartKind::Optic => vec!["connector: lc".to_owned(), "speeds: [8, 4, 2]".to_owned()],
        PartKind::Cable => {
            vec!["length: 5 m".to_owned(), "medium: om3".to_owned(), "connector: lc".to_owned()]
        }
        PartKind::Pdu | PartKind::Ups | PartKind::Panel => vec!["rack_units: 1".to_owned()],
        PartKind::Software => vec!["arbitration: votes".to_owned()],
        PartKind::Licence => vec!["licence_per: node".to_owned()],
        PartKind::Multipath | PartKind::Rail | PartKind::Accessory | PartKind::Service => {
            Vec::new()
        }
    };
    let mut text = format!("  {id}:\n    kind: {}\n    name: {:?}\n", kind.id(), id);
    let mut given = vec!["name".to_owned()];
    for line in body {
        text.push_str(&format!("    {line}\n"));
        let field = line.split(':').next().filter(|it| !it.starts_with(' '));
        given.extend(field.map(str::to_owned));
    }
    text.push_str("    provenance:\n");
    for field in given {
        text.push_str(&format!("      {field}: {{unverified: example}}\n"));
    }
    text
}

/// The lines of a part that is like another, with what that one says as comments.
fn differ(part: &Part, catalog: &mut Catalog, lang: Lang) -> String {
    let id = part.id.as_deref().unwrap_or_default();
    let name = id.split_once('/').map_or(id, |it| it.1);
    let mut text = format!("  # {}\n", msg!(words::DIFFER, id = id).text(lang));
    text.push_str(&format!("  site/{name}:\n    like: {id}\n"));
    let lines = catalog.lines(id);
    if !lines.is_empty() {
        text.push_str(&format!("    # {}\n", words::DIFFER_LINES.text(lang)));
    }
    for line in lines {
        text.push_str(&format!("    # {line}\n"));
    }
    text
}
