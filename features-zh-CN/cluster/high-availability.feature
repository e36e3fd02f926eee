# language: zh-CN
@C3 @topology:ha
功能: 三个控制平面节点让集群始终可写
  每个控制平面节点上有一个 etcd 成员，写入需要过半数成员同意。
  三个之中可以失去一个；失去两个就无法写入，直到恢复一个。

  @exclusive
  场景: 失去一个，仍可写入；失去两个，写入失败；恢复一个，又可写入
    假如 命名空间 "kube-system" 中有 3 个带标签 "component=etcd" 的 Pod
    而且 集群接受写入
    当 关闭节点 "control-plane3" 的电源
    那么 集群接受写入，持续 10s
    当 关闭节点 "control-plane2" 的电源
    那么 集群不接受写入，持续 10s
    当 开启节点 "control-plane2" 的电源
    那么 在 2m 内，集群接受写入
    当 开启节点 "control-plane3" 的电源
    那么 在 2m 内，节点 "control-plane3" 就绪
    而且 集群接受写入
