//! What devices share: racks, sites, the power chain, groups.

use super::devices::POWER_PARTS;
use super::*;
use crate::graph::cycles;
use crate::spec::PowerKind;

impl Builder<'_> {
    pub(super) fn places(&mut self, spec: &TopologySpec) {
        for (key, _) in &spec.sites.0 {
            for name in self.introduce(key) {
                let id = SiteId(self.topology.sites.len() as u32);
                let comp_id = compact_str::format_compact!("site:{name}");
                let comp = self.component(comp_id, ComponentKind::Site(id), key.span);
                self.topology.sites.push(Site { name: name.clone(), span: key.span, comp });
                self.sites.insert(name, id);
            }
        }
        for (key, rack) in &spec.racks.0 {
            let site = rack.site.as_ref();
            let site = site.and_then(|site| self.find(&words::A_SITE, site, |it| &it.sites));
            let shared_fate = rack.shared_fate.is_some_and(|it| it.value);
            for name in self.introduce(key) {
                let id = RackId(self.topology.racks.len() as u32);
                let comp = shared_fate.then(|| {
                    let comp_id = compact_str::format_compact!("rack:{name}");
                    self.component(comp_id, ComponentKind::Rack(id), key.span)
                });
                let units = rack.units.map(|it| it.value);
                let rack = Rack { name: name.clone(), span: key.span, units, comp, site };
                self.topology.racks.push(rack);
                if let Some(first) = self.racks.insert(name.clone(), id) {
                    self.taken(&name, key.span, self.topology.racks[first.index()].span);
                }
            }
        }
    }

    /// Reports a name that stands twice, with the place where it stands first.
    pub(super) fn taken(&mut self, name: &str, a: Span, b: Span) {
        let (first, second) = if a < b { (a, b) } else { (b, a) };
        self.unsure.names.insert(name.into());
        let message = msg!(words::DUPLICATE_NAME, name = name);
        self.error("duplicate-name", second, message).labels.push(crate::finding::Label {
            span: first,
            text: Some((&reading::FIRST_GIVEN).into()),
        });
    }

    pub(super) fn power(&mut self, spec: &TopologySpec) {
        let mut feeds = Vec::new();
        for (key, power) in &spec.power.0 {
            let Some(kind) = power.kind else {
                self.doubt(key);
                continue;
            };
            let part = power.model.as_ref().and_then(|model| self.part(model, POWER_PARTS));
            let location = self.location(power.rack.as_ref(), power.site.as_ref());
            for name in self.introduce(key) {
                let id = PowerId(self.topology.power.len() as u32);
                let comp = self.component(name.clone(), ComponentKind::Power(id), key.span);
                self.named.insert(name.clone(), Named::Power(id));
                let device = part.as_ref().filter(|part| !part.ports.is_empty()).map(|part| {
                    let device = DeviceId(self.topology.devices.len() as u32);
                    let kind = DeviceKind::Outlet;
                    let mut it = Device::new(name.clone(), key.span, kind, part.clone(), comp);
                    it.location = location;
                    it.existing = power.existing.is_some_and(|it| it.value);
                    self.topology.devices.push(it);
                    device
                });
                self.topology.power.push(Power {
                    device,
                    name,
                    span: key.span,
                    kind: kind.value,
                    feeds: Vec::new(),
                    part: part.clone(),
                    location,
                    existing: power.existing.is_some_and(|it| it.value),
                    comp,
                });
                feeds.push((id, power));
            }
        }
        for (id, power) in feeds {
            let kind = self.topology[id].kind;
            let fed = matches!(kind, PowerKind::Ups | PowerKind::Pdu | PowerKind::Ats);
            if let Some(extra) = power.feed.get(usize::from(fed))
                && kind != PowerKind::Ats
            {
                let name = self.topology[id].name.clone();
                let message = match fed {
                    true => msg!(words::ONE_FEED, name = name, kind = kind.id()),
                    false => msg!(words::NO_FEED, name = name, kind = kind.id()),
                };
                self.error("bad-feed", extra.span, message);
                continue;
            }
            let sources: Vec<PowerId> =
                power.feed.iter().filter_map(|feed| self.power_source(feed)).collect();
            self.topology[id].feeds = sources;
        }
        self.power_cycles();
    }

    /// The place in the power chain with a name.
    pub(super) fn power_source(&mut self, text: &Text) -> Option<PowerId> {
        match self.named.get(&text.value) {
            Some(&Named::Power(id)) => Some(id),
            _ => {
                if self.is_news(&words::A_POWER_SOURCE, text) {
                    let names = self.topology.power.iter().map(|power| &power.name);
                    let near = nearest(&text.value, self.unsure.few(names));
                    let near = near.map(CompactString::from);
                    self.unsure.looked_at(self.topology.power.len());
                    self.unknown(&words::A_POWER_SOURCE, text, near);
                }
                None
            }
        }
    }

    fn power_cycles(&mut self) {
        let powers = &self.topology.power;
        let feeds: Vec<(u32, u32)> = powers
            .iter()
            .zip(0..)
            .flat_map(|(power, id)| power.feeds.iter().map(move |feed| (id, feed.0)))
            .collect();
        for cycle in cycles(powers.len(), &feeds) {
            let cycle: Vec<PowerId> = cycle.into_iter().map(PowerId).collect();
            let names: Vec<CompactString> =
                cycle.iter().map(|&id| self.topology[id].name.clone()).collect();
            let span = self.topology[cycle[0]].span;
            self.error("power-cycle", span, msg!(words::POWER_CYCLE, names = names)).help =
                Some((&words::CUT_CIRCLE).into());
        }
    }

    pub(super) fn groups(&mut self, spec: &TopologySpec) {
        for (key, group) in &spec.groups.0 {
            let mut members = Vec::new();
            for member in &group.members {
                for id in self.member_ids(member) {
                    members.extend(self.member(&Text { value: id, span: member.span }));
                }
            }
            members.sort();
            members.dedup();
            for name in self.introduce(key) {
                let id = GroupId(self.topology.groups.len() as u32);
                let comp_id = compact_str::format_compact!("group:{name}");
                let comp = self.component(comp_id, ComponentKind::Group(id), key.span);
                self.topology.groups.push(Group {
                    name,
                    span: key.span,
                    comp,
                    members: members.clone(),
                    reason: group.reason.as_ref().map(|it| it.value.clone()),
                });
            }
        }
    }

    /// The ids that a member stands for; a cable by its ends may have a range at each.
    fn member_ids(&mut self, member: &Text) -> Vec<CompactString> {
        let Some((a, b)) = member.value.split_once("--") else { return self.expand(member) };
        let end = |part: &str| Text { value: part.trim().into(), span: member.span };
        let (a, b) = (self.expand(&end(a)), self.expand(&end(b)));
        if a.len() != b.len() {
            let message = msg!(words::UNEQUAL_COUNTS, a = a.len(), b = b.len());
            self.error("unequal-ranges", member.span, message);
            return Vec::new();
        }
        a.iter().zip(&b).map(|(a, b)| compact_str::format_compact!("{a}--{b}")).collect()
    }

    /// The components that a member names: a cable may have several pieces.
    fn member(&mut self, text: &Text) -> Vec<CompId> {
        let known = self.topology.members(&text.value);
        if !known.is_empty() {
            return known;
        }
        // A port that nothing else names becomes a component by being a member.
        if text.value.contains(':') && !text.value.contains("--") {
            return self.port(text).map(|port| self.topology[port].comp).into_iter().collect();
        }
        if self.is_news(&words::A_COMPONENT, text) {
            let known = self.topology.components.iter().map(|it| &it.id);
            let near = nearest(&text.value, self.unsure.few(known)).map(CompactString::from);
            self.unsure.looked_at(self.topology.components.len());
            self.unknown(&words::A_COMPONENT, text, near);
        }
        Vec::new()
    }

    pub(super) fn zones(&mut self, spec: &TopologySpec) {
        if spec.zones.0.is_empty() && !spec.zones.1.any {
            return;
        }
        let mut zones = Vec::new();
        for (key, zone) in &spec.zones.0 {
            let mut members = Vec::new();
            for text in &zone.members {
                for id in self.expand(text) {
                    members.extend(self.zone_member(&Text { value: id, span: text.span }));
                }
            }
            members.sort();
            members.dedup();
            for name in self.introduce(key) {
                if let Some(first) = self.zones.insert(name.clone(), zones.len()) {
                    let first: &Zone = &zones[first];
                    self.taken(&name, key.span, first.span);
                }
                zones.push(Zone { name, span: key.span, members: members.clone() });
            }
        }
        self.topology.zones = Some(zones);
    }

    /// A port, adapter, controller or device.
    fn zone_member(&mut self, text: &Text) -> Option<CompId> {
        if text.value.contains(':') {
            return self.port(text).map(|port| self.topology[port].comp);
        }
        let found = self.topology.component(&text.value).filter(|&comp| {
            let kind = self.topology[comp].kind;
            matches!(kind, ComponentKind::Device(_) | ComponentKind::Module(_))
        });
        if found.is_none() && self.is_news(&words::A_ZONE_MEMBER, text) {
            let known = self.topology.components.iter().map(|it| &it.id);
            let near = nearest(&text.value, self.unsure.few(known)).map(CompactString::from);
            self.unsure.looked_at(self.topology.components.len());
            self.unknown(&words::A_ZONE_MEMBER, text, near);
        }
        found
    }
}
