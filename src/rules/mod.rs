//! The rules: each words one thing that [`crate::facts`] computed, in a file of its own with its page beside
//! it.

use crate::facts::{Effect, Explained, Facts};
use crate::finding::{Finding, Meta, Severity};
use crate::source::Span;
use crate::spec::Promise;
use crate::topology::{CableId, DeviceId, Service, ServiceId, Topology};
use crate::words::{Msg, Word};
use crate::yaml::values::Date;

mod alike;
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
    /// The day by which support ends are judged.
    pub today: Date,
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

    /// What a lack of redundancy weighs: a warning, or a note where something is promised, since then the
    /// faults themselves are held against the promise.
    fn advice(&self, service: ServiceId) -> Severity {
        advice_beside(self.topology.promise(service))
    }

    /// The same for what concerns no service in particular.
    fn advice_in_general(&self) -> Severity {
        advice_beside(self.topology.target)
    }

    /// The name of a device.
    fn name(&self, device: DeviceId) -> &str {
        &self.topology[device].name
    }

    /// The id of a cable.
    fn cable(&self, cable: CableId) -> &str {
        self.topology.id(self.topology[cable].comp)
    }
}

impl Finding {
    /// With the ids of the components concerned.
    fn about<I: Into<String>>(mut self, ids: impl IntoIterator<Item = I>) -> Self {
        self.components = ids.into_iter().map(Into::into).collect();
        self
    }

    /// With the service concerned.
    fn of_service(mut self, service: &Service) -> Self {
        self.service = Some(service.name.to_string());
        self
    }

    /// With something said of its primary place.
    fn here(mut self, text: impl Into<Msg>) -> Self {
        self.labels[0].text = Some(text.into());
        self
    }

    /// With a further place, unless that is among its places already.
    fn there(self, span: Span, text: impl Into<Msg>) -> Self {
        if self.labels.iter().any(|label| label.span == span) {
            self
        } else {
            self.label(span, text)
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
    adapters_on_one_riser "adapters-on-one-riser.rs"
    both_cords_in_one_source "both-cords-in-one-source.rs"
    cable_to_itself "cable-to-itself.rs"
    cable_too_long "cable-too-long.rs"
    cable_too_short "cable-too-short.rs"
    cabled_against_guide "cabled-against-guide.rs"
    direct_attach_exceeded "direct-attach-exceeded.rs"
    domain_id_twice "domain-id-twice.rs"
    drive_single_ported "drive-single-ported.rs"
    end_of_support "end-of-support.rs"
    fabric_reaches_one_controller "fabric-reaches-one-controller.rs"
    fabrics_joined "fabrics-joined.rs"
    failover_pair_split "failover-pair-split.rs"
    fan_in_too_high "fan-in-too-high.rs"
    fence_race "fence-race.rs"
    fencing_missing "fencing-missing.rs"
    fibre_unfit "fibre-unfit.rs"
    half_on_one_feed "half-on-one-feed.rs"
    hba_vendors_mixed "hba-vendors-mixed.rs"
    heartbeat_count "heartbeat-count.rs"
    heartbeats_share_part "heartbeats-share-part.rs"
    initiator_outside_zones "initiator-outside-zones.rs"
    lacp_across_switches "lacp-across-switches.rs"
    lacp_on_storage "lacp-on-storage.rs"
    link_without_network "link-without-network.rs"
    management_not_cabled "management-not-cabled.rs"
    mixed_fabric "mixed-fabric.rs"
    no_common_speed "no-common-speed.rs"
    no_heartbeat "no-heartbeat.rs"
    no_hot_spare "no-hot-spare.rs"
    no_tie_breaker "no-tie-breaker.rs"
    no_uplinks "no-uplinks.rs"
    not_in_support_list "not-in-support-list.rs"
    not_running "not-running.rs"
    overloaded "overloaded.rs"
    paths_share_adapter "paths-share-adapter.rs"
    paths_share_feed "paths-share-feed.rs"
    paths_share_group "paths-share-group.rs"
    paths_share_switch "paths-share-switch.rs"
    ports_not_licensed "ports-not-licensed.rs"
    power_over_rating "power-over-rating.rs"
    quorum_on_node "quorum-on-node.rs"
    quorum_out_of_reach "quorum-out-of-reach.rs"
    quorum_volume_in_use "quorum-volume-in-use.rs"
    rack_overlap "rack-overlap.rs"
    server_reaches_one_controller "server-reaches-one-controller.rs"
    single_isl "single-isl.rs"
    single_point "single-point.rs"
    single_storage_network "single-storage-network.rs"
    slot_unfit "slot-unfit.rs"
    slow_isl "slow-isl.rs"
    storage_network_shared "storage-network-shared.rs"
    storage_network_slow "storage-network-slow.rs"
    subnets_overlap "subnets-overlap.rs"
    supply_unplugged "supply-unplugged.rs"
    system_disk_single "system-disk-single.rs"
    takeover_blocked "takeover-blocked.rs"
    takeover_only "takeover-only.rs"
    too_many_hops "too-many-hops.rs"
    too_many_nodes "too-many-nodes.rs"
    too_many_shelves "too-many-shelves.rs"
    too_many_volumes "too-many-volumes.rs"
    unlike_adapters "unlike-adapters.rs"
    unlike_connectors "unlike-connectors.rs"
    unlike_optics "unlike-optics.rs"
    unused_adapter "unused-adapter.rs"
    unused_device "unused-device.rs"
    unused_volume "unused-volume.rs"
    vip_in_private_network "vip-in-private-network.rs"
    vip_outside_subnet "vip-outside-subnet.rs"
    vip_twice "vip-twice.rs"
    vlan_shared "vlan-shared.rs"
    volume_shared_by_clusters "volume-shared-by-clusters.rs"
    witness_on_a_leg_site "witness-on-a-leg-site.rs"
    zone_one_sided "zone-one-sided.rs"
    zone_several_initiators "zone-several-initiators.rs"
    zone_too_large "zone-too-large.rs"
}

/// Everything that the rules find, in no particular order.
pub fn check(case: &Case) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        (rule.check)(case, &mut findings);
    }
    findings
}

fn advice_beside(promise: Option<Promise>) -> Severity {
    if promise.is_some() { Severity::Note } else { Severity::Warning }
}

/// The rule's finding with its severity.
fn finding(rule: &'static Rule, span: Span, message: Msg) -> Finding {
    rule.meta.finding(span, message)
}

/// Mbit/s in Gbit/s, or millimetres in metres.
fn thousands(of: u32) -> String {
    match of % 1000 {
        0 => (of / 1000).to_string(),
        rest => format!("{}.{rest:03}", of / 1000).trim_end_matches('0').to_owned(),
    }
}
