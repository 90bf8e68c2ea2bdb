//! Drives of servers and volumes of arrays.

use super::*;
use crate::names::natural;
use crate::spec::{DrivesSpec, Purpose, Raid, RaidLevel, VolumeSpec};
use crate::yaml::decode::{Spanned, Table};

impl Builder<'_> {
    pub(super) fn server_drives(&mut self, device: DeviceId, drives: &[DrivesSpec]) {
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
            match (set, spec.purpose.as_ref().map(|it| &it.value)) {
                (Some(set), Some(Purpose::System)) => {
                    self.topology[device].drive_sets.push(set);
                }
                (Some(set), Some(Purpose::Mirror(mirror))) => {
                    let span = spec.purpose.as_ref().map_or(spec.span, |it| it.span);
                    self.leg_drives.push((mirror.clone(), device, set, span));
                }
                (_, None) | (None, _) => {}
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
            places: Vec::new(),
            raid: raid.map(|it| it.value),
            first,
            count,
            spares,
            part,
            span,
        });
        Some(set)
    }

    pub(super) fn array_volumes(&mut self, array: DeviceId, volumes: &Table<VolumeSpec>) {
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
                Some(owner) => self.controller_index(array, owner),
            };
            let on = self.drive_places(array, &spec.on, spec.drives);
            let model = spec.drive.as_ref();
            let drive = model.and_then(|model| self.part(model, &[PartKind::Drive]));
            for name in self.introduce(key) {
                let count = spec.drives.map(|it| it.value);
                let drives =
                    count.or((!on.is_empty()).then_some(on.len() as u32)).and_then(|count| {
                        let spares = spec.spares.map_or(0, |it| it.value);
                        let at = (count, key.span);
                        self.drive_set(array, spec.raid, at, spares, drive.clone(), |i| {
                            compact_str::format_compact!("{array_name}/{name}/drive{}", i + 1)
                        })
                    });
                if let Some(set) = drives {
                    self.topology[set].places.clone_from(&on);
                }
                let id = VolumeId(self.topology.volumes.len() as u32);
                let full = compact_str::format_compact!("{array_name}:{name}");
                if let Some(first) = self.volumes.insert(full.clone(), id) {
                    self.taken(&full, key.span, self.topology[first].span);
                }
                self.topology.volumes.push(Volume { array, name, span: key.span, owner, drives });
            }
        }
    }

    /// Where each drive of a volume sits: dealt out to the array and its shelves in turn.
    fn drive_places(
        &mut self,
        array: DeviceId,
        on: &Table<Spanned<u32>>,
        drives: Option<Spanned<u32>>,
    ) -> Vec<DeviceId> {
        let mut left: Vec<(DeviceId, u32)> = Vec::new();
        for (name, count) in &on.0 {
            let place = match self.named.get(&name.value) {
                Some(&Named::Device(id)) if id == array => Some(id),
                _ => self.device_of(&words::A_SHELF, name, DeviceKind::Shelf),
            };
            let Some(place) = place else { return Vec::new() };
            if place != array && self.topology[place].behind.is_some_and(|it| it != array) {
                let (shelf, array) = (name.as_str(), self.topology[array].name.clone());
                let message = msg!(words::SHELF_ELSEWHERE, shelf = shelf, array = array);
                self.error("bad-shelf", name.span, message);
                return Vec::new();
            }
            left.push((place, count.value));
        }
        // The array, then its shelves by name: the order of keys must not matter.
        left.sort_by(|a, b| {
            let key = |place: DeviceId| (place != array, &self.topology[place].name);
            let (a, b) = (key(a.0), key(b.0));
            a.0.cmp(&b.0).then_with(|| natural(a.1, b.1))
        });
        let sum: u64 = left.iter().map(|&(_, count)| u64::from(count)).sum();
        if let (Some(drives), false) = (drives, left.is_empty())
            && sum != u64::from(drives.value)
        {
            let message = msg!(words::DRIVES_ELSEWHERE, drives = drives.value, sum = sum);
            self.error("unequal-counts", drives.span, message);
            return Vec::new();
        }
        if sum > self.limits.names {
            let at = on.0.first().map_or(Span::default(), |(name, _)| name.span);
            let most = self.limits.names;
            let message = msg!(words::TOO_MANY_DRIVES, count = sum, most = most);
            self.error("expansion-limit", at, message).help = Some((&words::FEWER_NAMES).into());
            return Vec::new();
        }
        let mut places = Vec::new();
        while left.iter().any(|&(_, count)| count > 0) {
            for (place, count) in left.iter_mut().filter(|(_, count)| *count > 0) {
                places.push(*place);
                *count -= 1;
            }
        }
        places
    }
}
