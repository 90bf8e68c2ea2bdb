//! Paths as they are drawn: `[db1] hba1/1 ── 0 [fc-a] 2 ── A0 [msa]`.

use super::Case;
use crate::facts::Witness;
use crate::finding::Hop;
use crate::topology::{CompId, ComponentKind};

impl Case<'_> {
    /// The paths of a witness, and how the fault comes to break them.
    pub(super) fn hops(&self, witness: &Witness, fault: CompId) -> Vec<Vec<Hop>> {
        let broken = |comp: CompId| comp == fault || witness.chain.last() == Some(&comp);
        let draw =
            |path: &Vec<CompId>| path.iter().map(|&comp| self.hop(comp, broken(comp))).collect();
        let chain = (!witness.chain.is_empty()).then_some(&witness.chain);
        witness.paths.iter().chain(chain).map(draw).collect()
    }

    fn hop(&self, comp: CompId, broken: bool) -> Hop {
        let topology = self.topology;
        let id = topology.id(comp).to_owned();
        let drawn = match topology[comp].kind {
            ComponentKind::Device(_) => format!("[{id}]"),
            ComponentKind::Port(port) => topology[port].name.to_string(),
            ComponentKind::Cable(cable) => match &topology[cable].label {
                Some(label) => format!("─{label}─"),
                None => "──".to_owned(),
            },
            // A card shows in the name of its ports, a controller in the array it sits in.
            ComponentKind::Module(_) if !broken => String::new(),
            _ => id.clone(),
        };
        Hop { id, drawn, broken }
    }
}
