//! Devices, with what sits in them.

use super::*;
use crate::catalog::Protocol;
use crate::finding::Label;
use crate::spec::{AdapterSpec, Bay, DeviceSpec, OptionSpec, PortSpec, SwitchRole, SwitchSpec};
use crate::yaml::decode::Table;

/// The kinds of parts that a kind of device may be.
fn part_kinds(kind: DeviceKind) -> &'static [PartKind] {
    match kind {
        DeviceKind::Server => &[PartKind::Server],
        DeviceKind::Switch => &[PartKind::Switch],
        DeviceKind::Array => &[PartKind::Array],
        DeviceKind::Shelf => &[PartKind::Shelf],
        DeviceKind::Enclosure => &[PartKind::Enclosure],
        DeviceKind::Panel => &[PartKind::Panel],
        DeviceKind::Outlet => POWER_PARTS,
    }
}

/// The kinds of parts that a place in the power chain may be.
pub(super) const POWER_PARTS: &[PartKind] = &[PartKind::Pdu, PartKind::Ups, PartKind::Accessory];

impl Builder<'_> {
    pub(super) fn devices(&mut self, spec: &TopologySpec) {
        for (key, enclosure) in &spec.enclosures.0 {
            self.device(key, enclosure, DeviceKind::Enclosure);
        }
        for (key, server) in &spec.servers.0 {
            for id in self.device(key, server, DeviceKind::Server) {
                let name = self.topology[id].name.clone();
                let comp_id = compact_str::format_compact!("{name}/os");
                let os = self.component(comp_id, ComponentKind::Os(id), key.span);
                let device = &mut self.topology[id];
                device.os = Some(os);
                device.cpus = server.cpus.map(|it| it.value);
                device.memory = server.memory.map(|it| it.value);
                device.os_name = server.os.as_ref().map(|it| it.value.clone());
                self.server_drives(id, &server.drives);
            }
        }
        for (key, switch) in &spec.switches.0 {
            for id in self.device(key, switch, DeviceKind::Switch) {
                self.topology[id].fabric = switch.fabric.as_ref().map(|label| self.fabric(label));
                self.domain(id, switch);
                self.gateway(id, switch);
            }
        }
        for (key, array) in &spec.arrays.0 {
            for id in self.device(key, array, DeviceKind::Array) {
                let access = array.access.map(|it| it.value);
                self.topology[id].access = access.or(self.topology[id].part.access);
            }
        }
        for (key, shelf) in &spec.shelves.0 {
            let behind = shelf.behind.as_ref().and_then(|array| self.array(array));
            for id in self.device(key, shelf, DeviceKind::Shelf) {
                self.topology[id].behind = behind;
            }
        }
        for (key, panel) in &spec.panels.0 {
            self.device(key, panel, DeviceKind::Panel);
        }
        // What names other devices, now that all are known.
        for (key, array) in &spec.arrays.0 {
            for id in self.those_of(key, DeviceKind::Array) {
                self.array_volumes(id, &array.volumes);
            }
        }
        for (key, switch) in &spec.switches.0 {
            let Some(peer) = &switch.mlag else { continue };
            let peer = self.device_of(&words::A_SWITCH, peer, DeviceKind::Switch);
            for id in self.those_of(key, DeviceKind::Switch) {
                self.topology[id].mlag = peer;
            }
        }
        self.bonds(spec);
    }

    /// The devices of a kind that a key has introduced; nothing is reported twice.
    fn those_of(&mut self, key: &Text, kind: DeviceKind) -> Vec<DeviceId> {
        let names = match Pattern::parse(&key.value) {
            Ok(pattern) if pattern.count() <= self.limits.names => pattern.expand(),
            _ => return Vec::new(),
        };
        let known = names.iter().filter_map(|name| match self.named.get(name) {
            Some(&Named::Device(id)) if id.0 != u32::MAX => Some(id),
            _ => None,
        });
        known.filter(|&id| self.topology[id].kind == kind).collect()
    }

    fn domain(&mut self, id: DeviceId, switch: &SwitchSpec) {
        let Some(domain) = switch.domain else { return };
        if (1..=239).contains(&domain.value) {
            self.topology[id].domain = Some((domain.value, domain.span));
        } else {
            let message = msg!(words::BAD_DOMAIN, domain = domain.value);
            self.error("bad-value", domain.span, message).help =
                Some((&words::DOMAIN_RANGE).into());
        }
    }

    fn gateway(&mut self, id: DeviceId, switch: &SwitchSpec) {
        let Some(role) = switch.role.filter(|it| it.value == SwitchRole::AccessGateway) else {
            return;
        };
        let device = &self.topology[id];
        let cards = device.modules.iter().filter_map(|&module| match &self.topology[module].kind {
            ModuleKind::Adapter { part, .. } => Some(part),
            ModuleKind::Controller(_) => None,
        });
        let name = device.name.clone();
        let is_fc = |part: &Arc<Part>| part.ports.iter().any(|it| it.protocol == Protocol::Fc);
        let has_fc = cards.chain([&device.part]).any(is_fc);
        if has_fc {
            self.topology[id].gateway = true;
        } else {
            let message = msg!(words::GATEWAY_WITHOUT_FC, name = name);
            self.error("bad-gateway", role.span, message).help =
                Some((&words::GATEWAY_IS_FC).into());
        }
    }

    fn bonds(&mut self, spec: &TopologySpec) {
        for (key, server) in &spec.servers.0 {
            for (bond_key, bond) in &server.bonds.0 {
                for id in self.those_of(key, DeviceKind::Server) {
                    let name = self.topology[id].name.clone();
                    let mut ports = Vec::new();
                    for text in &bond.ports {
                        for port in self.expand(text) {
                            let value = compact_str::format_compact!("{name}:{port}");
                            ports.extend(self.port(&Text { value, span: text.span }));
                        }
                    }
                    let mode = bond.mode.map(|it| it.value);
                    let (name, span) = (bond_key.value.clone(), bond_key.span);
                    self.topology[id].bonds.push(Bond { name, span, ports, mode });
                }
            }
        }
    }

    fn array(&mut self, text: &Text) -> Option<DeviceId> {
        self.device_of(&words::AN_ARRAY, text, DeviceKind::Array)
    }

    /// The device of a kind with a name.
    pub(super) fn device_of(
        &mut self,
        what: &'static Word,
        text: &Text,
        kind: DeviceKind,
    ) -> Option<DeviceId> {
        match self.named.get(&text.value) {
            Some(&Named::Device(id)) if id.0 == u32::MAX => None,
            Some(&Named::Device(id)) if self.topology[id].kind == kind => Some(id),
            _ => {
                if self.is_news(what, text) {
                    let devices = self.topology.devices.iter().filter(|it| it.kind == kind);
                    let names = self.unsure.few(devices.map(|device| &device.name));
                    let near = nearest(&text.value, names).map(CompactString::from);
                    self.unsure.looked_at(self.topology.devices.len());
                    self.unknown(what, text, near);
                }
                None
            }
        }
    }

    fn device(&mut self, key: &Text, spec: &dyn DeviceSpec, kind: DeviceKind) -> Vec<DeviceId> {
        let common = spec.common();
        let part = match (common.model, kind) {
            // A panel is what it is, whichever it is.
            (None, DeviceKind::Panel) => Some(Arc::new(Part::unknown(PartKind::Panel))),
            (None, _) => None,
            (Some(model), _) => self.part(model, part_kinds(kind)),
        };
        let Some(part) = part else {
            // Names are still introduced, so that what refers to them is not called unknown.
            for name in self.introduce(key) {
                self.unsure.names.insert(name.clone());
                self.named.entry(name).or_insert(Named::Device(DeviceId(u32::MAX)));
            }
            return Vec::new();
        };
        let flawed = match common.model {
            Some(Model::Id(id)) => self.unsure.parts.contains(&id.value),
            Some(Model::InPlace(part)) => self.is_flawed(part.span),
            None => true,
        };
        let location = self.location(common.rack.as_ref(), common.site.as_ref());
        let options = self.options(common.options);
        let sources: Vec<(&Text, PowerId)> = common
            .power
            .0
            .iter()
            .filter_map(|(supply, source)| {
                self.known_supply(supply, &part)?;
                Some((supply, self.power_source(source)?))
            })
            .collect();
        let names = self.introduce(key);
        let bays = self.bays(common.bay.as_ref(), names.len());
        let mut ids = Vec::new();
        for (number, name) in names.into_iter().enumerate() {
            let id = DeviceId(self.topology.devices.len() as u32);
            let comp = self.component(name.clone(), ComponentKind::Device(id), key.span);
            self.named.entry(name.clone()).or_insert(Named::Device(id));
            if flawed {
                self.unsure.ports.insert(name.clone());
            }
            let supplies = sources
                .iter()
                .map(|&(supply, source)| {
                    let supply_id = SupplyId(self.topology.supplies.len() as u32);
                    let comp_id = compact_str::format_compact!("{name}/{}", supply.value);
                    let kind = ComponentKind::Supply(supply_id);
                    let comp = self.component(comp_id, kind, supply.span);
                    self.topology.supplies.push(Supply {
                        device: id,
                        name: supply.value.clone(),
                        span: supply.span,
                        comp,
                        source,
                    });
                    supply_id
                })
                .collect();
            let enclosure = bays.get(number).copied();
            let mut device = Device::new(name, key.span, kind, part.clone(), comp);
            // What sits in an enclosure stands where that stands.
            device.location = match enclosure {
                Some((enclosure, _)) => {
                    let of_enclosure = self.topology[enclosure].location;
                    Location {
                        rack: location.rack.or(of_enclosure.rack.map(|(rack, _)| (rack, None))),
                        site: location.site.or(of_enclosure.site),
                    }
                }
                None => location,
            };
            device.supplies = supplies;
            device.supplies_needed = part.psus_needed.or(part.psus).unwrap_or(sources.len() as u32);
            device.existing = common.existing.is_some_and(|it| it.value);
            device.enclosure = enclosure;
            device.options.clone_from(&options);
            self.topology.devices.push(device);
            for (index, controller) in part.controllers.iter().enumerate() {
                let controller = controller.name.clone();
                self.module(id, controller, key.span, ModuleKind::Controller(index));
            }
            self.adapters(id, common.adapters);
            for (port, spec) in &common.ports.0 {
                self.port_facts(id, port, spec);
                self.alias(id, port, spec);
            }
            // A name that a port was to have: what names the port by it is not unknown.
            if common.ports.1.any
                || !common.ports.1.names.is_empty()
                || common.ports.0.iter().any(|(_, port)| self.is_flawed(port.span))
            {
                let name = self.topology[id].name.clone();
                self.unsure.ports.insert(name);
            }
            ids.push(id);
        }
        ids
    }

    /// A port's other name, under which it can be found from then on.
    fn alias(&mut self, device: DeviceId, port: &Text, spec: &PortSpec) {
        let Some(alias) = &spec.alias else { return };
        let Some((module, index, _)) = self.port_of(device, &port.value) else {
            self.unknown_port(device, &port.value, port.span);
            return;
        };
        let own = self.port_of(device, &alias.value);
        if own.is_some_and(|(m, i, _)| (m, i) != (module, index)) {
            let device = self.topology[device].name.clone();
            if self.unsure.ports.insert(device) && self.unsure.tell(alias.span, "alias") {
                let message = msg!(words::ALIAS_TAKEN, alias = alias.as_str());
                self.error("duplicate-name", alias.span, message);
            }
            return;
        }
        self.aliases
            .insert((device, CompactString::from_str_to_lowercase(&alias.value)), (module, index));
        self.alias_of.insert((device, module, index), alias.value.clone());
    }

    fn options(&mut self, options: &[OptionSpec]) -> Vec<(Arc<Part>, u32)> {
        let part = |it: &OptionSpec| {
            let part = self.part(&it.model, PartKind::ALL)?;
            Some((part, it.count.map_or(1, |count| count.value)))
        };
        options.iter().filter_map(part).collect()
    }

    /// For each of so many devices its enclosure and bay.
    fn bays(&mut self, bay: Option<&Bay>, count: usize) -> Vec<(DeviceId, Option<u32>)> {
        let Some(it) = bay else { return Vec::new() };
        let enclosure = self.device_of(&words::AN_ENCLOSURE, &it.enclosure, DeviceKind::Enclosure);
        let Some(enclosure) = enclosure else { return Vec::new() };
        let Some(text) = &it.bay else { return vec![(enclosure, None); count] };
        let names = self.expand(text);
        if names.len() != count {
            if !names.is_empty() && count > 0 {
                let message = msg!(words::UNEQUAL_BAYS, bays = names.len(), devices = count);
                self.error("unequal-ranges", text.span, message);
            }
            return vec![(enclosure, None); count];
        }
        let (at, bays) = (enclosure, self.topology[enclosure].part.bays.unwrap_or(u32::MAX));
        let number = |name: CompactString| {
            let number = name.parse::<u32>().ok().filter(|number| (1..=bays).contains(number));
            let Some(number) = number else {
                let enclosure = self.topology[enclosure].name.clone();
                let message = msg!(words::NO_SUCH_BAY, enclosure = enclosure, bay = name);
                self.error("bad-bay", text.span, message);
                return (at, None);
            };
            if let Some(first) = self.bays.insert((enclosure, number), text.span) {
                let enclosure = self.topology[enclosure].name.clone();
                let message = msg!(words::BAY_TAKEN, enclosure = enclosure, bay = number);
                let label = Label { span: first, text: Some((&words::USED_HERE).into()) };
                self.error("bad-bay", text.span, message).labels.push(label);
            }
            (enclosure, Some(number))
        };
        names.into_iter().map(number).collect()
    }

    /// Whether a supply is one that the part has; otherwise that is reported.
    fn known_supply(&mut self, supply: &Text, part: &Part) -> Option<()> {
        let number = supply.value.strip_prefix("psu").and_then(|number| number.parse::<u32>().ok());
        let count = part.psus.unwrap_or(u32::MAX);
        if number.is_some_and(|number| (1..=count).contains(&number)) {
            return Some(());
        }
        let (message, help) = match part.psus {
            Some(count) => {
                let names: Vec<String> = (1..=count.min(8)).map(|it| format!("psu{it}")).collect();
                let help = match count {
                    0 => (&words::NO_SUPPLIES).into(),
                    _ => msg!(words::SUPPLIES_ARE, names = names),
                };
                let (name, part) = (supply.as_str(), part.title());
                (msg!(words::UNKNOWN_SUPPLY, name = name, part = part), Some(help))
            }
            None => (msg!(words::BAD_SUPPLY, name = supply.as_str()), None),
        };
        self.error("unknown-supply", supply.span, message).help = help;
        None
    }

    fn fabric(&mut self, label: &Text) -> FabricId {
        let odd = label.value.chars().any(|c| !(c.is_alphanumeric() || "-_.".contains(c)));
        if odd && !self.fabrics.contains_key(&label.value) {
            let message = msg!(words::BAD_FABRIC, name = label.as_str());
            self.error("bad-name", label.span, message).help = Some((&words::NAME_HELP).into());
        }
        if let Some(&id) = self.fabrics.get(&label.value) {
            return id;
        }
        let id = FabricId(self.topology.fabrics.len() as u32);
        let comp_id = compact_str::format_compact!("fabric:{}", label.value);
        let comp = self.component(comp_id, ComponentKind::Fabric(id), label.span);
        self.topology.fabrics.push(Fabric { name: label.value.clone(), span: label.span, comp });
        self.fabrics.insert(label.value.clone(), id);
        id
    }

    fn module(&mut self, device: DeviceId, name: CompactString, span: Span, kind: ModuleKind) {
        let id = ModuleId(self.topology.modules.len() as u32);
        let comp_id = compact_str::format_compact!("{}/{name}", self.topology[device].name);
        let comp = self.component(comp_id, ComponentKind::Module(id), span);
        self.topology.modules.push(Module { device, name, span, comp, kind });
        self.topology[device].modules.push(id);
    }

    fn adapters(&mut self, device: DeviceId, adapters: &Table<AdapterSpec>) {
        let name = self.topology[device].name.clone();
        if adapters.1.any {
            self.unsure.ports.insert(name.clone());
        }
        for key in &adapters.1.names {
            self.unsure.ports.insert(compact_str::format_compact!("{name}:{}", key.value));
        }
        for (key, adapter) in &adapters.0 {
            let part = adapter.model.as_ref().and_then(|it| self.part(it, &[PartKind::Adapter]));
            let flawed = match &adapter.model {
                Some(Model::Id(id)) => self.unsure.parts.contains(&id.value),
                Some(Model::InPlace(part)) => self.is_flawed(part.span),
                None => true,
            };
            if flawed || part.is_none() {
                for adapter in self.expand(key) {
                    self.unsure.ports.insert(compact_str::format_compact!("{name}:{adapter}"));
                }
            }
            let Some(part) = part else { continue };
            let existing =
                adapter.existing.map_or(self.topology[device].existing, |existing| existing.value);
            let slot = adapter.slot.map(|it| it.value);
            let controller = adapter.controller.as_ref().and_then(|it| self.controller(device, it));
            for name in self.introduce(key) {
                let part = part.clone();
                let kind = ModuleKind::Adapter { part, slot, existing, controller };
                self.module(device, name, key.span, kind);
            }
        }
    }

    /// The number of a controller of an array.
    pub(super) fn controller_index(&mut self, array: DeviceId, text: &Text) -> Option<usize> {
        let (name, part) = (&self.topology[array].name, &self.topology[array].part);
        let mut controllers = part.controllers.iter();
        let found = controllers.position(|it| it.name.eq_ignore_ascii_case(&text.value));
        if found.is_none() && !self.unsure.ports.contains(name) {
            let known: Vec<CompactString> =
                part.controllers.iter().map(|it| it.name.clone()).collect();
            let message =
                msg!(words::UNKNOWN_CONTROLLER, name = text.as_str(), array = name.clone());
            self.error("unknown-name", text.span, message).help =
                Some(msg!(words::KNOWN_CONTROLLERS, names = known));
        }
        found
    }

    fn controller(&mut self, array: DeviceId, text: &Text) -> Option<ModuleId> {
        let index = self.controller_index(array, text)?;
        self.topology[array].controllers().get(index).copied()
    }
}
