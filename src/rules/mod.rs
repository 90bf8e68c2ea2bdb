//! The rules: each words one thing that [`crate::facts`] computed, in a file of its own with its page beside
//! it.

use crate::facts::{Effect, Explained, Facts};
use crate::finding::{Finding, Meta, Severity};
use crate::spec::Promise;
use crate::topology::{ServiceId, Topology};
use crate::words::Word;

mod faults;

/// A rule: what is known of it, and how it looks at a design.
pub struct Rule {
    /// Its id, what it usually weighs, and its page.
    pub meta: Meta,
    /// Looks at a design.
    pub check: fn(&Case, &mut Vec<Finding>),
}

/// What rules look at.
pub struct Case<'c> {
    /// The design.
    pub topology: &'c Topology,
    /// What is computed of it.
    pub facts: &'c Facts<'c>,
    /// Single faults that do more to a service than cost redundancy, and why.
    pub faults: &'c [Explained],
}

impl Case<'_> {
    /// What an effect on a service weighs: against its promise, or by itself where nothing is promised.
    fn weight(&self, service: ServiceId, effect: Effect) -> Severity {
        let promised = self.topology.promise(service).map(|promise| match promise {
            Promise::Degraded => Effect::Degraded,
            Promise::Failover => Effect::Failover,
            Promise::Outage => Effect::Outage,
        });
        match promised {
            Some(promised) if effect > promised => Severity::Error,
            None if effect >= Effect::Outage => Severity::Warning,
            _ => Severity::Note,
        }
    }
}

/// Declares the modules and the sorted list of rules.
macro_rules! rules {
    ($($module:ident $file:literal)*) => {
        $( #[path = $file] mod $module; )*
        /// Every rule, by id.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),*];
        /// What every rule says, rule by rule.
        pub static WORDS: &[&[&Word]] = &[$($module::ALL),*];
    };
}

rules! {
    both_cords_in_one_source "both-cords-in-one-source.rs"
    cable_too_long "cable-too-long.rs"
    fabrics_joined "fabrics-joined.rs"
    heartbeats_share_part "heartbeats-share-part.rs"
    link_without_network "link-without-network.rs"
    no_common_speed "no-common-speed.rs"
    no_heartbeat "no-heartbeat.rs"
    no_tie_breaker "no-tie-breaker.rs"
    no_uplinks "no-uplinks.rs"
    not_running "not-running.rs"
    overloaded "overloaded.rs"
    ports_not_licensed "ports-not-licensed.rs"
    single_point "single-point.rs"
    supply_unplugged "supply-unplugged.rs"
    takeover_only "takeover-only.rs"
    vip_outside_subnet "vip-outside-subnet.rs"
}

/// Everything that the rules find, in no particular order.
pub fn check(case: &Case) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        (rule.check)(case, &mut findings);
    }
    findings
}

/// The rule's finding with its severity.
fn finding(rule: &'static Rule, span: crate::source::Span, message: crate::words::Msg) -> Finding {
    rule.meta.finding(span, message)
}

/// Mbit/s in Gbit/s, or millimetres in metres.
fn thousands(of: u32) -> String {
    match of % 1000 {
        0 => (of / 1000).to_string(),
        rest => format!("{}.{rest:03}", of / 1000).trim_end_matches('0').to_owned(),
    }
}
