//! What-if in the page of a design.

use super::words;

words! {
    HEADING: "What if this fails?", "故障推演";
    HINT: "Click a box, port or cable of the drawing to let it fail, and again to restore it; or name it here. The address of the page then leads to this state.", "点击图中的设备、端口或线缆使其故障，再次点击即恢复；也可在此输入名称。页面地址会随之指向该状态。";
    COMPONENT: "Component", "部件";
    RESET: "Restore all", "全部恢复";
    NOTHING: "nothing has failed", "无故障";
    FAILED: "Failed", "已故障";
    RESTORE: "restore {component}", "恢复 {component}";
    SERVICE: "Service", "服务";
    EFFECT: "Effect", "影响";
    THEN: "{effect}, then {state}", "{effect}，最终{state}";
    NODE: "Runs on", "运行节点";
    PATHS: "Storage paths", "存储路径";
    NOBODY: "nobody", "无";
    OF: "{now} of {all}", "{now}（正常时 {all}）";
    UNKNOWN: "there is no component \"{component}\"", "没有部件“{component}”";
    TOO_MANY: "not computed: more than {most} faults at once; restore some", "未计算：同时故障超过 {most} 个，请先恢复一部分";
    TOO_LARGE: "not in this page: the design is too large; ask \"haplan faults --fail ID\"", "设计规模过大，本页不含故障推演；请使用“haplan faults --fail ID”";
    KEY_FAILED: "failed", "故障";
    KEY_DOWN: "down with it", "随之失效";
    KEY_CARRIES: "carries a service now", "当前承载服务";
    KEY_LOST: "carried it before", "原先承载，现已不承载";
    ONLY: "show the ways of {service} only", "只显示 {service} 的路径";
}
