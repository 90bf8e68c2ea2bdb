//! What stands on a drawing.

use super::words;

words! {
    CABLING_DIAGRAM: "Cabling diagram", "布线图";
    LOGICAL_DIAGRAM: "Logical diagram", "逻辑拓扑图";
    HEARTBEAT_DIAGRAM: "Heartbeat diagram", "心跳连线图";
    RACK_DIAGRAM: "Rack elevation", "机柜布局图";
    WITHOUT_UNIT: "unit not given: {names}", "未给出 U 位：{names}";
    LEGEND: "Legend", "图例";
    DRAWING_TITLE: "Title", "标题";
    DRAWING_NAME: "Name", "名称";
    DRAWING_DATE: "Date", "日期";
    DRAWING_REVISION: "Revision", "版本";
    DRAWING_PAGE: "Page", "页码";
    ALSO_ON: "continued on p. {pages}", "续见第 {pages} 页";
    SEVERAL_PAGES: "the drawing has {count} pages: write them to files with -o NAME.svg, or as one document with -f html", "图共 {count} 页：请用 -o 名称.svg 写入多个文件，或用 -f html 写成一个文档";
    SINGLE_POINTS_COUNT: "Single points", "单点故障";
    TAKEOVER_ONLY_COUNT: "Takeover only", "仅靠切换";
    NOT_IN_VIEW: "not in this view: {names}", "本视图未画出：{names}";
    MORE: "{names} and {count} more", "{names} 等，另有 {count} 个";
    SINGLE_POINT_BADGE: "!! single point", "!! 单点";
    TAKEOVER_ONLY_BADGE: "! takeover only", "! 仅靠切换";
    SINGLE_POINT_LEGEND: "single point: one fault stops or endangers a service", "单点：一处故障即停止或危及业务";
    TAKEOVER_ONLY_LEGEND: "takeover only: covered by moving the service", "仅靠切换：靠业务切换到另一节点保障";
    EXISTING: "existing", "利旧";
    EXISTING_LEGEND: "already there, not in the parts list", "已有设备，不在清单内";
    GATEWAY: "access gateway", "接入网关";
    SITE: "Site", "站点";
    ENCLOSURE: "Enclosure", "机箱";
    DRAWING_PANELS: "Patch panels", "配线架";
    SLOT: "{name} · slot {slot}", "{name} · 槽位 {slot}";
    CONTROLLER: "controller {name}", "控制器 {name}";
    NOT_CABLED: "no cable", "未接线";
    CLIENTS_OF: "{names} · clients", "{names} · 客户端";
    FABRIC_LEGEND: "fabric {name}", "Fabric {name}";
    FC_LEGEND: "Fibre Channel, direct", "光纤通道直连";
    SAS_LEGEND: "SAS", "SAS";
    CLIENTS_LEGEND: "clients: {names}", "业务网：{names}";
    HEARTBEAT_LEGEND: "heartbeat: {names}", "心跳网：{names}";
    STORAGE_LEGEND: "storage network: {names}", "存储网：{names}";
    REPLICATION_LEGEND: "replication: {names}", "复制网：{names}";
    MANAGEMENT_LEGEND: "management: {names}", "管理网：{names}";
    ETHERNET_LEGEND: "Ethernet, no network named", "以太网，未指定网络";
    SERIAL_LEGEND: "serial, no network named", "串口线，未指定网络";
    ALIKE_LEGEND: "× n: so many servers wired alike, and so many cables", "× n：n 台接线相同的服务器，线缆各 n 根";
    TRACE_LEGEND: "thin: trace inside an enclosure, no cable", "细线：机箱内部走线，非线缆";
    UPLINK_LEGEND: "uplink to the clients", "上联至客户端";
    NO_GLYPHS: "no font of this machine has the characters {missing}: install one that has (such as Noto Sans CJK), or write SVG", "本机没有包含这些字符的字体：{missing}；请安装字体（例如 Noto Sans CJK），或改用 SVG";
    NO_PICTURE: "the drawing is too large for a PNG: write SVG", "图太大，无法生成 PNG，请改用 SVG";
    PNG_LEFT_OUT: "this build draws no PNG: install with --features png, or write SVG", "本程序未包含 PNG 支持：请用 --features png 安装，或改用 SVG";
}
