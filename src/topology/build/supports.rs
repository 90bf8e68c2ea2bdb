//! Rows of support lists: every id is a part of the right kind.

use super::*;
use crate::catalog::SupportSpec;
use crate::topology::Support;

impl Builder<'_> {
    pub(super) fn supports(&mut self, spec: &TopologySpec) {
        for row in &spec.supports {
            let SupportSpec { span, array, hba, switch, os, source, date } = row;
            let arrays = self.ids(array, &[PartKind::Array]);
            let hbas = self.ids(hba, &[PartKind::Adapter, PartKind::Server]);
            let switches = self.ids(switch, &[PartKind::Switch]);
            let Some(source) = source.as_ref().map(|it| it.value.clone()) else { continue };
            let os = os.iter().map(|it| it.value.clone()).collect();
            let date = date.map(|it| it.value);
            let row = Support { span: *span, arrays, hbas, switches, os, source, date };
            self.topology.supports.push(row);
        }
    }

    /// The ids of parts of some kinds; what is wrong with one is reported, and it is kept, so that a row does
    /// not come to cover what it does not.
    fn ids(&mut self, ids: &[Text], kinds: &[PartKind]) -> Vec<CompactString> {
        for id in ids {
            self.part(&Model::Id(id.clone()), kinds);
        }
        ids.iter().map(|id| id.value.clone()).collect()
    }
}
