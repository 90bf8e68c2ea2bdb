//! Comments that accept findings: `# haplan: ignore[rule] reason`, beside the finding or above it.

use super::{Reported, Waived};
use crate::finding::{Finding, Meta, Severity};
use crate::source::{SourceId, Sources, Span};
use crate::words::{msg, output as words, reading};
use crate::yaml::decode::nearest;
use crate::yaml::{Comment, Limits, Tree};

/// A comment that accepts something and does not say why.
pub(super) static WITHOUT_REASON: Meta = Meta {
    id: "ignore-without-reason",
    severity: Severity::Warning,
    page: include_str!("ignore-without-reason.md"),
};

/// A comment that accepts findings of some rules on a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ignore {
    /// The comment.
    span: Span,
    /// The line that it speaks of.
    line: Span,
    /// Ids of rules as written, each with its place; none if there is no list of them.
    rules: Vec<(String, Span)>,
    /// Why; may be empty.
    reason: String,
}

/// Most rules that one comment may name.
const MOST_RULES: usize = 100;

/// The comments of a design's files that accept findings, in order.
pub fn ignores(sources: &Sources, limits: &Limits) -> Vec<Ignore> {
    let mut found = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        if !source.text.contains("haplan:") || !source.text.contains("ignore") {
            continue;
        }
        // It has been read before, and what is wrong with it was said then.
        let id = SourceId(number as u32);
        let tree = Tree::parse(id, &source.text, limits, &mut Vec::new());
        found.extend(tree.iter().flat_map(Tree::comments).filter_map(|it| Ignore::read(&it)));
    }
    found
}

impl Ignore {
    /// Reads a comment; `None` if it asks for something else.
    fn read(comment: &Comment) -> Option<Self> {
        let rest = comment.text.strip_prefix("ignore")?;
        if rest.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_') {
            return None;
        }
        let (mut rules, mut reason) = (Vec::new(), rest);
        if let Some((list, behind)) =
            rest.trim_start().strip_prefix('[').and_then(|it| it.split_once(']'))
        {
            let mut at =
                comment.start as usize + comment.text.len() - behind.len() - 1 - list.len();
            for item in list.split(',') {
                let rule = item.trim();
                let start = at + item.len() - item.trim_start().len();
                let span =
                    Span { start: start as u32, end: (start + rule.len()) as u32, ..comment.span };
                if rules.len() > MOST_RULES {
                    break;
                }
                if !rule.is_empty() && !rules.iter().any(|(it, _)| it == rule) {
                    rules.push((rule.to_owned(), span));
                }
                at += item.len() + 1;
            }
            reason = behind;
        }
        let reason = reason.trim_start_matches([' ', '\t', ':', '：', '-', '–', '—', ',', '，']);
        let reason = if reason.contains(char::is_alphanumeric) { reason } else { "" };
        Some(Self { span: comment.span, line: comment.line, rules, reason: reason.to_owned() })
    }
}

/// Marks the findings that comments accept, and reports comments that accept nothing.
pub(super) fn apply(ignores: &[Ignore], reported: &mut Vec<Reported>) {
    // By the lines that they speak of: two may speak of one.
    let mut order: Vec<&Ignore> = ignores.iter().collect();
    order.sort_by_key(|it| (it.line.source, it.line.start, it.span));
    let mut used: Vec<Vec<bool>> = order.iter().map(|it| vec![false; it.rules.len()]).collect();
    for it in reported.iter_mut() {
        let Some(place) = it.finding.labels.first().map(|label| label.span) else { continue };
        let line = |ignore: &&Ignore| (ignore.line.source, ignore.line.start);
        let end = order.partition_point(|ignore| line(ignore) <= (place.source, place.start));
        let Some(last) = end.checked_sub(1).map(|last| line(&order[last])) else { continue };
        let start = order.partition_point(|ignore| line(ignore) < last);
        for (ignore, used) in order[start..end].iter().zip(&mut used[start..end]) {
            let here = ignore.line.source == place.source && place.start < ignore.line.end;
            if !here || ignore.reason.is_empty() || ignore.rules.len() > MOST_RULES {
                continue;
            }
            for ((rule, _), used) in ignore.rules.iter().zip(used) {
                if rule == it.finding.rule {
                    *used = true;
                    let reason = ignore.reason.clone();
                    it.waived.get_or_insert(Waived { reason, until: None, in_source: true });
                }
            }
        }
    }
    let metas = super::metas();
    for (ignore, used) in order.into_iter().zip(used) {
        let mut found = |finding| reported.push(Reported::new(finding));
        if ignore.rules.len() > MOST_RULES {
            let message = msg!(words::IGNORE_TOO_MANY, most = MOST_RULES);
            found(super::waivers::UNUSED.finding(ignore.span, message).help(&words::HELP_IGNORE));
            continue;
        }
        if ignore.rules.is_empty() {
            let finding = super::waivers::UNUSED.finding(ignore.span, &words::IGNORE_WITHOUT_RULE);
            found(finding.help(&words::HELP_IGNORE));
            continue;
        }
        if ignore.reason.is_empty() {
            let rules: Vec<&str> = ignore.rules.iter().map(|it| it.0.as_str()).collect();
            let message = msg!(words::IGNORE_WITHOUT_REASON, rules = rules);
            found(WITHOUT_REASON.finding(ignore.span, message).help(&words::HELP_IGNORE_REASON));
        }
        for ((rule, span), used) in ignore.rules.iter().zip(used) {
            let (rule, unused) = (rule.as_str(), &super::waivers::UNUSED);
            if !metas.iter().any(|meta| meta.id == rule) {
                let finding = unused.finding(*span, msg!(words::UNKNOWN_RULE, rule = rule));
                let near = nearest(rule, metas.iter().map(|meta| meta.id));
                found(match near {
                    Some(near) => finding.help(msg!(reading::DID_YOU_MEAN, near = near)),
                    None => finding.help(&words::HELP_IGNORE),
                });
            } else if !used && !ignore.reason.is_empty() {
                let message = msg!(words::IGNORE_UNUSED, rule = rule);
                found(unused_here(*span, message));
            }
        }
    }
}

fn unused_here(span: Span, message: crate::words::Msg) -> Finding {
    super::waivers::UNUSED.finding(span, message).help(&words::HELP_IGNORE_UNUSED)
}
