//! Networks, cables and the ports that they take.

use super::*;
use crate::catalog::Ports;
use crate::finding::Label;
use crate::names;
use crate::spec::LinkSpec;

impl Builder<'_> {
    pub(super) fn networks(&mut self, spec: &TopologySpec) {
        for (key, network) in &spec.networks.0 {
            let Some(role) = network.role else {
                self.doubt(key);
                continue;
            };
            let subnet = network.subnet.as_ref().and_then(|text| {
                let parsed = parse_subnet(&text.value);
                if parsed.is_none() {
                    let message = msg!(words::BAD_SUBNET, text = text.as_str());
                    self.error("bad-value", text.span, message).help =
                        Some((&words::SUBNET_HELP).into());
                }
                parsed
            });
            let mut uplinks = Vec::new();
            for text in &network.uplinks {
                for name in self.expand(text) {
                    let end = Text { value: name, span: text.span };
                    let Some(port) = self.port(&end) else { continue };
                    if self.topology[self.topology[port].device].kind == DeviceKind::Switch {
                        uplinks.push(port);
                    } else {
                        let message = msg!(words::UPLINK_NOT_ON_SWITCH, port = end.as_str());
                        self.error("bad-uplink", text.span, message).help =
                            Some((&words::UPLINK_HELP).into());
                    }
                }
            }
            for name in self.introduce(key) {
                let id = NetworkId(self.topology.networks.len() as u32);
                if let Some(first) = self.networks.insert(name.clone(), id) {
                    self.taken(&name, key.span, self.topology.networks[first.index()].span);
                }
                self.topology.networks.push(Network {
                    name,
                    span: key.span,
                    role: role.value,
                    subnet,
                    uplinks: uplinks.clone(),
                    vlan: network.vlan.map(|it| it.value),
                });
            }
        }
    }

    pub(super) fn links(&mut self, spec: &TopologySpec) {
        let kinds = [PartKind::Cable];
        for link in &spec.links {
            let part = link.cable.as_ref().and_then(|model| self.part(model, &kinds));
            let optics = self.optics(link);
            let networks: Vec<NetworkId> = link
                .network
                .iter()
                .filter_map(|name| self.find(&words::A_NETWORK, name, |it| &it.networks))
                .collect();
            let [a, b] = [&link.ends[0], &link.ends[1]];
            let before = self.topology.cables.len();
            let (left, right) = (self.expand(a), self.expand(b));
            if left.len() != right.len() {
                if !left.is_empty() && !right.is_empty() {
                    let message = msg!(words::UNEQUAL_ENDS, a = left.len(), b = right.len());
                    let finding = self.error("unequal-ranges", a.span, message);
                    finding.labels[0].text = Some(msg!(words::STANDS_FOR, count = left.len()));
                    finding.labels.push(Label {
                        span: b.span,
                        text: Some(msg!(words::STANDS_FOR, count = right.len())),
                    });
                }
                self.lost_link(link);
                continue;
            }
            let count = left.len();
            let labels = self.labels(link, count);
            let panels = self.panels(link, count);
            for (i, (left, right)) in left.into_iter().zip(right).enumerate() {
                let ends =
                    [Text { value: left, span: a.span }, Text { value: right, span: b.span }];
                let ports = [self.port(&ends[0]), self.port(&ends[1])];
                if let [Some(a), Some(b)] = ports {
                    let label = labels.get(i).cloned();
                    let panels = panels.iter().filter_map(|via| via.get(i).cloned()).collect();
                    self.cable(link, [a, b], (label, panels), (&part, &optics), &networks);
                }
            }
            if self.topology.cables.len() < before + count {
                self.lost_link(link);
            }
        }
    }

    /// The optics of a link: one for both ends, or one each.
    fn optics(&mut self, link: &LinkSpec) -> Option<[Arc<Part>; 2]> {
        let kinds = [PartKind::Optic];
        let optics: Vec<_> =
            link.optic.iter().filter_map(|model| self.part(model, &kinds)).collect();
        match &optics[..] {
            [both] if link.optic.len() == 1 => Some([both.clone(), both.clone()]),
            [a, b] if link.optic.len() == 2 => Some([a.clone(), b.clone()]),
            _ => {
                if link.optic.len() > 2 {
                    let message = msg!(words::TOO_MANY_OPTICS, count = link.optic.len());
                    self.error("bad-link", link.optic[2].span(), message).help =
                        Some((&words::TWO_OPTICS).into());
                }
                None
            }
        }
    }

    /// A link that makes no cable: what names it by label or ends is not unknown.
    fn lost_link(&mut self, link: &LinkSpec) {
        self.unsure.links = true;
        if let Some(label) = &link.label {
            self.doubt(label);
        }
    }

    fn labels(&mut self, link: &LinkSpec, count: usize) -> Vec<CompactString> {
        let Some(label) = &link.label else { return Vec::new() };
        let labels = self.introduce(label);
        if labels.len() != count && !labels.is_empty() {
            let message = msg!(words::UNEQUAL_LABELS, labels = labels.len(), cables = count);
            self.error("unequal-ranges", label.span, message);
            return Vec::new();
        }
        labels
    }

    fn cable(
        &mut self,
        link: &LinkSpec,
        ends: [PortId; 2],
        (label, panels): (Option<CompactString>, Vec<(DeviceId, CompactString)>),
        (part, optics): (&Option<Arc<Part>>, &Option<[Arc<Part>; 2]>),
        networks: &[NetworkId],
    ) {
        let end_spans = [link.ends[0].span, link.ends[1].span];
        let protocols = ends.map(|end| self.topology.port_type(end).protocol);
        if protocols[0] != protocols[1] {
            let [a, b] = ends.map(|end| self.topology.port_id(end).to_owned());
            let message = msg!(
                words::UNLIKE_PROTOCOLS,
                a = a,
                p = protocols[0].id(),
                b = b,
                q = protocols[1].id()
            );
            let finding = self.error("unlike-protocols", end_spans[0], message);
            finding.labels.push(Label { span: end_spans[1], text: None });
            finding.help = Some((&words::SAME_PROTOCOL).into());
            return;
        }
        let id = CableId(self.topology.cables.len() as u32);
        if ends[0] == ends[1] {
            let message = msg!(words::PORT_TO_ITSELF, port = self.topology.port_id(ends[0]));
            self.error("port-used-twice", end_spans[0], message).help =
                Some((&words::ANOTHER_PORT).into());
            return;
        }
        for (end, span) in ends.into_iter().zip(end_spans) {
            self.take(end, Some(id), span);
        }
        let of_ends = || {
            let [a, b] = ends.map(|end| self.topology.port_id(end));
            let (a, b) = if names::natural(a, b).is_le() { (a, b) } else { (b, a) };
            compact_str::format_compact!("{a}--{b}")
        };
        let own = label.clone().unwrap_or_else(of_ends);
        let assembly = link.assembly.as_ref().map(|it| it.value.clone());
        let pieces = self.pieces(&own, assembly.as_ref(), panels.len() + 1, link.span, id);
        let of_part = part.as_ref().and_then(|part| part.length);
        self.topology.cables.push(Cable {
            span: link.span,
            ends,
            end_spans,
            networks: networks.to_vec(),
            part: part.clone(),
            optics: optics.clone(),
            length: link.length.map(|it| it.value).or(of_part),
            label,
            comp: pieces[0],
            pieces,
            panels,
            internal: link.internal,
            assembly,
            protocol: protocols[0],
        });
    }

    /// The components that a cable is made of; those of a trunk are shared with its other links.
    fn pieces(
        &mut self,
        own: &CompactString,
        assembly: Option<&CompactString>,
        count: usize,
        span: Span,
        id: CableId,
    ) -> Vec<CompId> {
        let base = assembly.unwrap_or(own);
        if assembly.is_some() || count > 1 {
            let first = self.topology.by_link.insert(own.clone(), id);
            let first = first.map(|cable| self.topology[cable].span);
            let first = first.or_else(|| {
                let comp = *self.topology.by_id.get(own)?;
                (Some(own) != assembly).then(|| self.topology[comp].span)
            });
            if let Some(first) = first {
                self.taken(own, span, first);
            }
        }
        let mut pieces = Vec::with_capacity(count);
        for number in 1..=count {
            let piece = match count {
                1 => base.clone(),
                _ => compact_str::format_compact!("{base}#{number}"),
            };
            let known = self.assemblies.get(&piece).filter(|_| assembly.is_some()).copied();
            pieces.push(known.unwrap_or_else(|| {
                let comp = self.component(piece.clone(), ComponentKind::Cable(id), span);
                if assembly.is_some() {
                    self.assemblies.insert(piece, comp);
                }
                comp
            }));
        }
        pieces
    }

    /// For each panel that a link runs through, its ports one by one.
    fn panels(&mut self, link: &LinkSpec, count: usize) -> Vec<Vec<(DeviceId, CompactString)>> {
        let mut panels = Vec::new();
        for text in &link.via {
            let names = self.expand(text);
            if names.len() != count && text.value.contains(':') {
                if !names.is_empty() {
                    let message = msg!(words::UNEQUAL_PANELS, ports = names.len(), cables = count);
                    self.error("unequal-ranges", text.span, message);
                }
                continue;
            }
            let ports = names.into_iter();
            panels.push(
                ports
                    .filter_map(|it| self.panel_port(&Text { value: it, span: text.span }))
                    .collect(),
            );
        }
        panels
    }

    /// A port of a panel, which takes one cable through.
    fn panel_port(&mut self, text: &Text) -> Option<(DeviceId, CompactString)> {
        let parts = text.value.split_once(':').filter(|(a, b)| !a.is_empty() && !b.is_empty());
        let Some((panel, port)) = parts else {
            if !self.unsure.tell(text.span, "panel") {
                return None;
            }
            let message = msg!(words::NOT_AN_END, text = text.as_str());
            self.error("bad-link", text.span, message).help = Some((&words::PANEL_HELP).into());
            return None;
        };
        let panel = Text { value: panel.into(), span: text.span };
        let panel = self.device_of(&words::A_PANEL, &panel, DeviceKind::Panel)?;
        let part = self.topology[panel].part.clone();
        let port: CompactString = match part.ports.find(port) {
            Some(index) => part.ports[index].name.clone(),
            None if part.ports.is_empty() => port.into(),
            None => {
                self.unknown_port(panel, port, text.span);
                return None;
            }
        };
        if let Some(&first) = self.panel_ports.get(&(panel, port.clone())) {
            let message = msg!(words::PORT_USED_TWICE, port = text.as_str());
            let finding = self.error("port-used-twice", text.span, message);
            finding.help = Some((&words::ONE_CABLE).into());
            finding.labels.push(Label { span: first, text: Some((&words::USED_HERE).into()) });
        }
        self.panel_ports.insert((panel, port.clone()), text.span);
        Some((panel, port))
    }

    /// Puts a cable into a port; a port that has one already is reported with both places.
    fn take(&mut self, port: PortId, cable: Option<CableId>, span: Span) {
        match self.topology[port].cable {
            None => self.topology[port].cable = cable,
            Some(first) => {
                let message = msg!(words::PORT_USED_TWICE, port = self.topology.port_id(port));
                let side = usize::from(self.topology.cables[first.index()].ends[1] == port);
                let first = self.topology[first].end_spans[side];
                let finding = self.error("port-used-twice", span, message);
                finding.help = Some((&words::ONE_CABLE).into());
                finding.labels.push(Label { span: first, text: Some((&words::USED_HERE).into()) });
            }
        }
    }

    /// The port behind `DEVICE:PORT` or `DEVICE:ADAPTER/PORT`, made a component when first named.
    pub(super) fn port(&mut self, end: &Text) -> Option<PortId> {
        let parts = end.value.split_once(':').filter(|(a, b)| !a.is_empty() && !b.is_empty());
        let Some((device_name, port_name)) = parts else {
            if let Some(finding) = crate::yaml::fullwidth_in(&end.value, end.span) {
                self.findings.push(finding);
                return None;
            }
            let message = msg!(words::NOT_AN_END, text = end.as_str());
            self.error("bad-link", end.span, message).help = Some((&words::END_HELP).into());
            return None;
        };
        if is_wwn(&end.value) && !self.named.contains_key(device_name) {
            let message = msg!(words::WWN_AS_PORT, wwn = end.as_str());
            self.error("bad-link", end.span, message).help = Some((&words::END_HELP).into());
            return None;
        }
        let device = match self.named.get(device_name) {
            Some(&Named::Device(device)) if device.0 == u32::MAX => return None,
            Some(&Named::Device(device)) => device,
            Some(&Named::Power(power)) if self.topology[power].device.is_some() => {
                self.topology[power].device?
            }
            _ => {
                let text = Text { value: device_name.into(), span: end.span };
                if self.is_news(&words::A_DEVICE, &text) {
                    let names = self.topology.devices.iter().map(|device| &device.name);
                    let near = nearest(device_name, self.unsure.few(names));
                    let near = near.map(CompactString::from);
                    self.unsure.looked_at(self.topology.devices.len());
                    self.unknown(&words::A_DEVICE, &text, near);
                }
                return None;
            }
        };
        if self.topology[device].kind == DeviceKind::Panel {
            let message = msg!(words::PANEL_AS_END, panel = device_name);
            self.error("bad-link", end.span, message).help = Some((&words::PANEL_HELP).into());
            return None;
        }
        let Some((module, index, name)) = self.port_of(device, port_name) else {
            self.unknown_port(device, port_name, end.span);
            return None;
        };
        let key = (device, module, index);
        if let Some(&port) = self.ports.get(&key) {
            return Some(port);
        }
        let id = PortId(self.topology.ports.len() as u32);
        let comp_id = compact_str::format_compact!("{}:{name}", self.topology[device].name);
        let comp = self.component(comp_id, ComponentKind::Port(id), end.span);
        let alias = self.alias_of.get(&key).cloned();
        let wwn = self.facts_of.wwns.get(&key).cloned();
        let address = self.facts_of.addresses.get(&key).copied();
        let span = end.span;
        let port =
            Port { device, module, index, name, span, comp, cable: None, alias, wwn, address };
        self.topology.ports.push(port);
        self.ports.insert(key, id);
        Some(id)
    }

    /// Where a port sits, and its name as on the silkscreen: an adapter's `X/Y` before the device's own.
    pub(super) fn port_of(
        &self,
        device: DeviceId,
        name: &str,
    ) -> Option<(Option<ModuleId>, usize, CompactString)> {
        let topology = &self.topology;
        if !self.aliases.is_empty()
            && let Some(&(module, index)) =
                self.aliases.get(&(device, CompactString::from_str_to_lowercase(name)))
        {
            return Some((module, index, topology.port_name(device, module, index)));
        }
        if let Some((adapter, port)) = name.split_once('/') {
            for &module in &topology[device].modules {
                if let ModuleKind::Adapter { part, .. } = &topology[module].kind
                    && topology[module].name == adapter
                {
                    let index = part.ports.find(port)?;
                    let port = &part.ports[index].name;
                    let name = compact_str::format_compact!("{adapter}/{port}");
                    return Some((Some(module), index, name));
                }
            }
        }
        let part = &topology[device].part;
        let find = |ports: &Ports| {
            let index = ports.find(name)?;
            Some((index, ports[index].name.clone()))
        };
        if let Some((index, name)) = find(&part.ports) {
            return Some((None, index, name));
        }
        topology[device].modules.iter().find_map(|&module| match topology[module].kind {
            ModuleKind::Controller(controller) => {
                let (index, name) = find(&part.controllers[controller].ports)?;
                Some((Some(module), index, name))
            }
            ModuleKind::Adapter { .. } => None,
        })
    }

    pub(super) fn unknown_port(&mut self, device: DeviceId, name: &str, span: Span) {
        if !self.port_is_news(device, name, span) {
            return;
        }
        let topology = &self.topology;
        let part = &topology[device].part;
        let mut known: Vec<CompactString> =
            part.ports.iter().map(|port| port.name.clone()).collect();
        for &module in &topology[device].modules {
            let module = &topology[module];
            match &module.kind {
                ModuleKind::Controller(controller) => {
                    known.extend(
                        part.controllers[*controller].ports.iter().map(|it| it.name.clone()),
                    );
                }
                ModuleKind::Adapter { part, .. } => known.extend(
                    part.ports
                        .iter()
                        .map(|port| compact_str::format_compact!("{}/{}", module.name, port.name)),
                ),
            }
        }
        // One number is no more like another than a third: the list says more.
        let number = name.bytes().all(|byte| byte.is_ascii_digit());
        let near = nearest(name, self.unsure.few(known.iter())).filter(|_| !number);
        let near = near.map(CompactString::from);
        let compared = known.len();
        let device = topology[device].name.clone();
        let title = part.title().to_owned();
        let help = match near {
            Some(near) => msg!(reading::DID_YOU_MEAN, near = near),
            None if known.is_empty() => (&words::NO_PORTS_KNOWN).into(),
            None => msg!(words::PORTS_ARE, names = shorten(known)),
        };
        self.unsure.looked_at(compared);
        let message = msg!(words::UNKNOWN_PORT, device = device, model = title, port = name);
        self.error("unknown-port", span, message).help = Some(help);
    }
}

/// The first names of a list, with a sign that there are more.
fn shorten(mut names: Vec<CompactString>) -> Vec<CompactString> {
    const SHOWN: usize = 12;
    if names.len() > SHOWN {
        names.truncate(SHOWN);
        names.push("…".into());
    }
    names
}

/// A subnet such as `10.1.1.0/24`: an address and the length of the prefix, at most 32 or 128 bits.
pub fn parse_subnet(text: &str) -> Option<(std::net::IpAddr, u8)> {
    let (address, prefix) = text.split_once('/')?;
    let address: std::net::IpAddr = address.parse().ok()?;
    let prefix: u8 = prefix.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    (prefix <= most).then_some((address, prefix))
}
