//! Servers, switches and arrays, with what sits in them.

use super::*;
use crate::spec::{AdapterSpec, DrivesSpec, Raid, RaidLevel, VolumeSpec};
use crate::yaml::decode::{Spanned, Table};

/// What servers, switches and arrays have in common in the file.
struct Common<'s> {
    kind: DeviceKind,
    model: &'s Option<Model>,
    power: &'s Table<Text>,
    rack: &'s Option<Place>,
    site: &'s Option<Text>,
    existing: Option<Spanned<bool>>,
}

impl Builder<'_> {
    pub(super) fn devices(&mut self, spec: &TopologySpec) {
        for (key, server) in &spec.servers.0 {
            let common = Common {
                kind: DeviceKind::Server,
                model: &server.model,
                power: &server.power,
                rack: &server.rack,
                site: &server.site,
                existing: server.existing,
            };
            for id in self.device(key, &common) {
                let name = self.topology[id].name.clone();
                let comp_id = compact_str::format_compact!("{name}/os");
                let os = self.component(comp_id, ComponentKind::Os(id), key.span);
                let device = &mut self.topology[id];
                device.os = Some(os);
                device.cpus = server.cpus.map(|it| it.value);
                device.memory = server.memory.map(|it| it.value);
                self.adapters(id, &server.adapters);
                self.server_drives(id, &server.drives);
            }
        }
        for (key, switch) in &spec.switches.0 {
            let common = Common {
                kind: DeviceKind::Switch,
                model: &switch.model,
                power: &switch.power,
                rack: &switch.rack,
                site: &switch.site,
                existing: switch.existing,
            };
            for id in self.device(key, &common) {
                self.topology[id].fabric = switch.fabric.as_ref().map(|label| self.fabric(label));
            }
        }
        for (key, array) in &spec.arrays.0 {
            let common = Common {
                kind: DeviceKind::Array,
                model: &array.model,
                power: &array.power,
                rack: &array.rack,
                site: &array.site,
                existing: array.existing,
            };
            for id in self.device(key, &common) {
                let part = self.topology[id].part.clone();
                self.topology[id].access = array.access.map(|it| it.value).or(part.access);
                for (index, controller) in part.controllers.iter().enumerate() {
                    self.module(
                        id,
                        controller.name.clone(),
                        key.span,
                        ModuleKind::Controller(index),
                    );
                }
                self.array_volumes(id, &array.volumes);
            }
        }
    }

    fn device(&mut self, key: &Text, common: &Common) -> Vec<DeviceId> {
        let kind = match common.kind {
            DeviceKind::Server => PartKind::Server,
            DeviceKind::Switch => PartKind::Switch,
            DeviceKind::Array => PartKind::Array,
        };
        let part = common.model.as_ref().and_then(|model| self.part(model, &[kind]));
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
        let sources: Vec<(&Text, PowerId)> = common
            .power
            .0
            .iter()
            .filter_map(|(supply, source)| {
                self.known_supply(supply, &part)?;
                Some((supply, self.power_source(source)?))
            })
            .collect();
        let mut ids = Vec::new();
        for name in self.introduce(key) {
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
            self.topology.devices.push(Device {
                name,
                span: key.span,
                kind: common.kind,
                comp,
                os: None,
                modules: Vec::new(),
                supplies,
                supplies_needed: part.psus_needed.or(part.psus).unwrap_or(sources.len() as u32),
                fabric: None,
                location,
                existing: common.existing.is_some_and(|it| it.value),
                cpus: None,
                memory: None,
                drive_sets: Vec::new(),
                access: None,
                part: part.clone(),
            });
            ids.push(id);
        }
        ids
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
            for name in self.introduce(key) {
                let part = part.clone();
                self.module(device, name, key.span, ModuleKind::Adapter { part, slot, existing });
            }
        }
    }

    fn server_drives(&mut self, device: DeviceId, drives: &[DrivesSpec]) {
        let mut number = 1;
        for spec in drives {
            let model = spec.model.as_ref();
            let part = model.and_then(|model| self.part(model, &[PartKind::Drive]));
            let count = spec.count.map_or(1, |it| it.value);
            let spares = spec.spares.map_or(0, |it| it.value);
            let name = self.topology[device].name.clone();
            let set = self.drive_set(device, spec.raid, (count, spec.span), spares, part, |i| {
                compact_str::format_compact!("{name}/drive{}", number + i)
            });
            number += count;
            if let Some(set) = set
                && spec.purpose.is_some()
            {
                self.topology[device].drive_sets.push(set);
            }
        }
    }

    fn drive_set(
        &mut self,
        device: DeviceId,
        raid: Option<Spanned<Raid>>,
        (count, span): (u32, Span),
        spares: u32,
        part: Option<Arc<Part>>,
        id: impl Fn(u32) -> CompactString,
    ) -> Option<DriveSetId> {
        self.expanded = self.expanded.saturating_add(count.into());
        if self.expanded > self.limits.names {
            let most = self.limits.names;
            let message = msg!(words::TOO_MANY_DRIVES, count = count, most = most);
            self.error("expansion-limit", span, message).help = Some((&words::FEWER_NAMES).into());
            return None;
        }
        if let Some(Spanned { value: Raid::Level(level), span }) = raid {
            let least = match level {
                RaidLevel::Raid0 => 1,
                RaidLevel::Raid1 => 2,
                RaidLevel::Raid5 => 3,
                RaidLevel::Raid10 | RaidLevel::Raid6 => 4,
                RaidLevel::Raid50 => 6,
                RaidLevel::Raid60 => 8,
            };
            let odd = level == RaidLevel::Raid10 && !count.is_multiple_of(2);
            if count < least {
                let message =
                    msg!(words::RAID_SIZE, level = level.id(), least = least, count = count);
                self.error("raid-size", span, message);
            } else if odd {
                let message = msg!(words::RAID_ODD, level = level.id(), count = count);
                self.error("raid-size", span, message);
            }
        }
        if let Some(Spanned { value: Raid::Survives { survives }, span }) = raid
            && survives >= count
        {
            let message = msg!(words::RAID_SURVIVES, count = count, survives = survives);
            self.error("raid-size", span, message);
        }
        let set = DriveSetId(self.topology.drive_sets.len() as u32);
        let first = CompId(self.topology.components.len() as u32);
        for i in 0..count {
            self.component(id(i), ComponentKind::Drive(set, i), span);
        }
        self.topology.drive_sets.push(DriveSet {
            device,
            raid: raid.map(|it| it.value),
            first,
            count,
            spares,
            part,
            span,
        });
        Some(set)
    }

    fn array_volumes(&mut self, array: DeviceId, volumes: &Table<VolumeSpec>) {
        let part = self.topology[array].part.clone();
        let array_name = self.topology[array].name.clone();
        if volumes.1.any {
            self.doubt_all_of(&compact_str::format_compact!("{array_name}:"));
        }
        for key in &volumes.1.names {
            let value = compact_str::format_compact!("{array_name}:{}", key.value);
            self.doubt(&Text { value, span: key.span });
        }
        for (key, spec) in &volumes.0 {
            let owner = match &spec.owner {
                None => (!part.controllers.is_empty()).then_some(0),
                Some(owner) => {
                    let found = part
                        .controllers
                        .iter()
                        .position(|controller| controller.name.eq_ignore_ascii_case(&owner.value));
                    if found.is_none() && !self.unsure.ports.contains(&array_name) {
                        let known: Vec<CompactString> =
                            part.controllers.iter().map(|it| it.name.clone()).collect();
                        let message = msg!(
                            words::UNKNOWN_CONTROLLER,
                            name = owner.as_str(),
                            array = array_name.clone()
                        );
                        self.error("unknown-name", owner.span, message).help =
                            Some(msg!(words::KNOWN_CONTROLLERS, names = known));
                    }
                    found
                }
            };
            let model = spec.drive.as_ref();
            let drive = model.and_then(|model| self.part(model, &[PartKind::Drive]));
            for name in self.introduce(key) {
                let drives = spec.drives.and_then(|count| {
                    let spares = spec.spares.map_or(0, |it| it.value);
                    let at = (count.value, key.span);
                    self.drive_set(array, spec.raid, at, spares, drive.clone(), |i| {
                        compact_str::format_compact!("{array_name}/{name}/drive{}", i + 1)
                    })
                });
                let id = VolumeId(self.topology.volumes.len() as u32);
                let full = compact_str::format_compact!("{array_name}:{name}");
                if let Some(first) = self.volumes.insert(full.clone(), id) {
                    self.taken(&full, key.span, self.topology[first].span);
                }
                self.topology.volumes.push(Volume { array, name, span: key.span, owner, drives });
            }
        }
    }
}
