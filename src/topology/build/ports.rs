//! What the file gives of ports beside their names: WWPNs and addresses.

use std::net::IpAddr;

use super::*;
use crate::catalog::Protocol;
use crate::finding::Label;
use crate::spec::PortSpec;

/// WWPNs and addresses of ports.
#[derive(Default)]
pub(super) struct PortFacts {
    /// As written.
    pub(super) wwns: FxHashMap<Seat, CompactString>,
    pub(super) addresses: FxHashMap<Seat, (IpAddr, Span)>,
    /// Where each WWPN stands, in small letters without separators, and the port it is given to.
    seen: FxHashMap<String, (Span, String)>,
}

/// The sixteen digits of a WWPN in small letters; `None` if it is none.
fn digits(text: &str) -> Option<String> {
    let separator = text.chars().nth(2).filter(|it| [':', '-'].contains(it));
    let parts: Vec<&str> = match separator {
        Some(separator) => text.split(separator).collect(),
        None => vec![text],
    };
    let even = separator.is_none() || parts.iter().all(|it| it.len() == 2);
    let digits = parts.concat().to_lowercase();
    let hex = digits.len() == 16 && digits.bytes().all(|it| it.is_ascii_hexdigit());
    (even && hex).then_some(digits)
}

impl Builder<'_> {
    /// Takes in the WWPN and the address of a port.
    pub(super) fn port_facts(&mut self, device: DeviceId, port: &Text, spec: &PortSpec) {
        if spec.wwn.is_none() && spec.address.is_none() {
            return;
        }
        let Some((module, index, name)) = self.port_of(device, &port.value) else {
            if spec.alias.is_none() {
                self.unknown_port(device, &port.value, port.span);
            }
            return;
        };
        let protocol = self.topology.type_of(device, module, index).protocol;
        let id = format!("{}:{name}", self.topology[device].name);
        let seat = (device, module, index);
        if let Some(wwn) = &spec.wwn {
            self.wwn(seat, &id, protocol, wwn);
        }
        let Some(text) = &spec.address else { return };
        match text.value.parse() {
            _ if protocol != Protocol::Ethernet => {
                let message = msg!(words::ADDRESS_NOT_ETHERNET, port = id);
                self.error("bad-value", text.span, message).help =
                    Some((&words::ADDRESS_NOT_ETHERNET_HELP).into());
            }
            Ok(address) => {
                self.facts_of.addresses.insert(seat, (address, text.span));
            }
            Err(_) => {
                let message = msg!(words::BAD_ADDRESS, text = text.as_str());
                self.error("bad-value", text.span, message).help =
                    Some((&words::ADDRESS_HELP).into());
            }
        }
    }

    fn wwn(&mut self, seat: Seat, id: &str, protocol: Protocol, wwn: &Text) {
        if protocol != Protocol::Fc {
            let message = msg!(words::WWN_NOT_FC, port = id);
            self.error("bad-value", wwn.span, message).help =
                Some((&words::WWN_NOT_FC_HELP).into());
            return;
        }
        let Some(digits) = digits(&wwn.value) else {
            let message = msg!(words::BAD_WWN, text = wwn.as_str());
            self.error("bad-value", wwn.span, message).help = Some((&words::WWN_HELP).into());
            return;
        };
        if let Some((first, other)) = self.facts_of.seen.get(&digits).cloned() {
            let message = msg!(words::WWN_TWICE, wwn = wwn.as_str(), a = other, b = id);
            let finding = self.error("duplicate-name", wwn.span, message);
            finding.help = Some((&words::WWN_TWICE_HELP).into());
            if first != wwn.span {
                let text = Some((&reading::FIRST_GIVEN).into());
                finding.labels.push(Label { span: first, text });
            }
            return;
        }
        self.facts_of.seen.insert(digits, (wwn.span, id.to_owned()));
        self.facts_of.wwns.insert(seat, wwn.value.clone());
    }

    /// Looks at the addresses of cabled ports: in a subnet of their networks, and none twice.
    pub(super) fn check_addresses(&mut self) {
        let topology = &self.topology;
        let mut wrong: Vec<(Span, Msg, Option<Span>)> = Vec::new();
        let mut seen: FxHashMap<(NetworkId, IpAddr), (Span, String)> = FxHashMap::default();
        for service in &topology.services {
            if let (Some((vip, span)), Some(network)) = (service.vip, service.clients) {
                let named = service.name.to_string();
                seen.entry((network, vip)).or_insert((span, named));
            }
        }
        for (port, number) in topology.ports.iter().zip(0..) {
            let (Some((address, span)), Some(cable)) = (port.address, port.cable) else { continue };
            let id = topology.port_id(PortId(number));
            let networks = &topology[cable].networks;
            let holds = |it: &&NetworkId| topology[**it].holds(address) != Some(false);
            let subnets = networks.iter().filter_map(|&it| topology[it].subnet);
            if !networks.is_empty() && !networks.iter().any(|it| holds(&it)) {
                let subnets: Vec<String> =
                    subnets.map(|(subnet, prefix)| format!("{subnet}/{prefix}")).collect();
                let names: Vec<&str> = networks.iter().map(|&it| &*topology[it].name).collect();
                let text = address.to_string();
                let message = msg!(
                    words::ADDRESS_OUTSIDE,
                    address = text,
                    port = id,
                    networks = names,
                    subnets = subnets
                );
                wrong.push((span, message, None));
                continue;
            }
            for &network in networks.iter().filter(holds) {
                let key = (network, address);
                if let Some((first, other)) = seen.get(&key) {
                    let text = address.to_string();
                    let message = msg!(words::ADDRESS_TWICE, address = text, a = other, b = id);
                    wrong.push((span, message, Some(*first)));
                    break;
                }
                seen.insert(key, (span, id.to_owned()));
            }
        }
        for (span, message, first) in wrong {
            let finding = self.error("bad-value", span, message);
            finding.help = Some((&words::OTHER_ADDRESS).into());
            if let Some(first) = first.filter(|it| *it != span) {
                let text = Some((&reading::FIRST_GIVEN).into());
                finding.labels.push(Label { span: first, text });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn wwns_are_sixteen_digits_however_they_are_parted() {
        let sound = Some("5001438012345678".to_owned());
        assert_eq!(digits("50:01:43:80:12:34:56:78"), sound);
        assert_eq!(digits("50-01-43-80-12-34-56-78"), sound);
        assert_eq!(digits("5001438012345678"), sound);
        assert_eq!(digits("50:01:43:80:AB:CD:EF:78"), Some("50014380abcdef78".to_owned()));
        for bad in [
            "",
            "50",
            "50:01:43:80:12:34:56",
            "50:01:43:80:12:34:56:7g",
            "5001:4380:1234:5678",
            "50:01-43:80:12:34:56:78",
            "500143801234567",
            "五〇:01:43:80:12:34:56:78",
        ] {
            assert_eq!(digits(bad), None, "{bad}");
        }
    }
}
