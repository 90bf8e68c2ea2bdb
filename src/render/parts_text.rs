//! One part for a terminal: each field with where it comes from, and what the part connects to.

use super::table::{WIDTH, columns, fold};
use crate::catalog::Provenance;
use crate::sheet::parts::{PartSheet, kind_name, name};
use crate::words::{Lang, Msg, msg, output, parts as words};

/// How many parts that it connects to are named.
const NAMED: usize = 3;

/// Everything known of a part, at most 80 columns wide.
pub fn render(sheet: &PartSheet, lang: Lang) -> String {
    let part = sheet.part;
    let mut out = format!("{}\n{}\n\n", part.id.as_deref().unwrap_or_default(), name(part, lang));
    let kind = [("kind", part.kind.id()), ("vendor", part.vendor.as_deref().unwrap_or("–"))];
    let names = sheet.fields.iter().map(|it| it.field).chain(["vendor"]);
    let width = 2 + names.map(str::len).max().unwrap_or(0) + 2;
    for (field, value) in kind.into_iter().filter(|(field, _)| !sheet.generic || *field == "kind") {
        entry(&mut out, (field, width), value, &[]);
    }
    for known in &sheet.fields {
        let unknown = output::TO_BE_CONFIRMED.text(lang);
        let from: Vec<String> =
            known.provenance.iter().map(|it| told(known.field, it, lang)).collect();
        entry(&mut out, (known.field, width), known.value.as_deref().unwrap_or(unknown), &from);
    }
    out.push('\n');
    let counts = sheet.counts;
    let note: Msg = match sheet.generic {
        true => (&words::GENERIC).into(),
        false => msg!(
            words::SOURCED,
            sourced = counts.sourced,
            known = counts.known,
            unknown = counts.unknown
        ),
    };
    lines(&mut out, "", &note.text(lang));
    if !sheet.peers.is_empty() {
        out.push_str(&format!("\n{}\n", words::CONNECTS.text(lang)));
        let heads: Vec<String> = sheet
            .peers
            .iter()
            .map(|peers| format!("{} ({})", kind_name(peers.kind, lang), peers.parts.len()))
            .collect();
        let width = heads.iter().map(|it| columns(it)).max().unwrap_or(0);
        for (head, peers) in heads.iter().zip(&sheet.peers) {
            let ids = peers.parts.iter().filter_map(|part| part.id.as_deref());
            let named: Vec<&str> = ids.take(NAMED).collect();
            let text = match peers.parts.len() - named.len() {
                0 => msg!(words::PEERS, names = named),
                more => msg!(words::PEERS_MORE, names = named, more = more),
            };
            let head = format!("  {head}{}  ", " ".repeat(width - columns(head)));
            lines(&mut out, &head, &text.text(lang));
        }
    }
    out
}

/// A field, its value, and beneath it where that comes from.
fn entry(out: &mut String, (field, width): (&str, usize), value: &str, from: &[String]) {
    lines(out, &format!("  {field:0$}", width - 2), value);
    for text in from {
        lines(out, &" ".repeat(width), text);
    }
}

/// A text folded behind what stands before it.
fn lines(out: &mut String, head: &str, text: &str) {
    let width = columns(head);
    for (i, line) in fold(text, WIDTH.saturating_sub(width).max(20)).into_iter().enumerate() {
        let before = if i == 0 { head.to_owned() } else { " ".repeat(width) };
        out.push_str(format!("{before}{line}").trim_end());
        out.push('\n');
    }
}

/// Where a field or a part of it comes from.
fn told(field: &str, (of, from): &(&str, &Provenance), lang: Lang) -> String {
    let (head, text) = match from {
        Provenance::Source(source) if *of == field => (words::SOURCE.text(lang).to_owned(), source),
        Provenance::Source(source) => (msg!(words::SOURCE_OF, field = *of).text(lang), source),
        Provenance::Unverified(how) if *of == field => {
            (words::UNVERIFIED.text(lang).to_owned(), how)
        }
        Provenance::Unverified(how) => (msg!(words::UNVERIFIED_OF, field = *of).text(lang), how),
    };
    let colon = match lang {
        Lang::En => ": ",
        Lang::Zh => "：",
    };
    format!("[{head}{colon}{text}]")
}
