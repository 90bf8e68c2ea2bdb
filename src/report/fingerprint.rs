//! A name for a finding that outlives edits: the same finding has it on every machine, in every language, and
//! wherever it stands in its file.

use std::fmt;

use rustc_hash::FxHashMap;
use siphasher::sip::SipHasher13;

use super::Reported;
use crate::finding::Finding;
use crate::words::Lang;

/// Sixteen hexadecimal digits that stand for a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Fingerprint(pub u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// What a finding belongs to: a design, by its name, or a file that is none, by its path.
pub(super) enum Scope<'s> {
    Topology(&'s str),
    Path(&'s str),
}

/// Gives each finding its fingerprint; findings that are alike are numbered in their order.
pub(super) fn give(findings: &mut [Reported], scope: &Scope) {
    let mut alike: FxHashMap<u64, u64> = FxHashMap::default();
    for it in findings {
        let parts = parts(&it.finding, scope);
        let number = alike.entry(hash(&parts, 0)).and_modify(|it| *it += 1).or_default();
        it.fingerprint = Fingerprint(hash(&parts, *number));
    }
}

/// What tells a finding from others: never where it stands.
fn parts(finding: &Finding, scope: &Scope) -> Vec<String> {
    let (kind, name) = match scope {
        Scope::Topology(name) => ("topology", name),
        Scope::Path(path) => ("path", path),
    };
    let mut parts = vec![finding.rule.to_owned(), kind.to_owned(), (*name).to_owned()];
    parts.push(finding.service.clone().unwrap_or_default());
    if finding.components.is_empty() {
        parts.push("message".to_owned());
        parts.push(finding.message.text(Lang::En));
    } else {
        let mut components = finding.components.clone();
        components.sort_unstable();
        parts.push("components".to_owned());
        parts.extend(components);
    }
    parts
}

/// The hash of texts, each with its length so that none runs into the next, and of a number.
fn hash(parts: &[String], number: u64) -> u64 {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend((part.len() as u64).to_le_bytes());
        bytes.extend(part.as_bytes());
    }
    bytes.extend(number.to_le_bytes());
    SipHasher13::new().hash(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;
    use crate::words::findings;

    fn found(at: u32, components: &[&str]) -> Reported {
        let span = Span { start: at, end: at, ..Span::default() };
        let mut finding = Finding::error("single-point", span, &findings::HELP_FABRICS);
        finding.components = components.iter().map(|&it| it.to_owned()).collect();
        Reported::new(finding)
    }

    fn prints(mut findings: Vec<Reported>, scope: &Scope) -> Vec<String> {
        give(&mut findings, scope);
        findings.iter().map(|it| it.fingerprint.to_string()).collect()
    }

    #[test]
    fn places_and_order_do_not_count_and_names_do() {
        let here = Scope::Topology("s1");
        let one = prints(vec![found(3, &["a", "b"])], &here);
        assert_eq!(one, prints(vec![found(9, &["b", "a"])], &here));
        assert_ne!(one, prints(vec![found(3, &["ab"])], &here));
        assert_ne!(one, prints(vec![found(3, &["a", "b"])], &Scope::Topology("s2")));
        assert_ne!(one, prints(vec![found(3, &["a", "b"])], &Scope::Path("s1")));
        assert_eq!(one[0].len(), 16);
        // The same in every version of the program: baselines are kept for years.
        assert_eq!(one, ["19c0b90148843989"]);
    }

    #[test]
    fn what_is_alike_is_numbered() {
        let here = Scope::Path("a.yaml");
        let alike = prints(vec![found(1, &[]), found(2, &[]), found(3, &[])], &here);
        assert!(alike[0] != alike[1] && alike[1] != alike[2] && alike[0] != alike[2]);
        assert_eq!(alike[0], prints(vec![found(7, &[])], &here)[0]);
    }
}
