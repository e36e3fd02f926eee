# language: zh-CN
@S6
功能: 拉取不到的镜像
  kubelet 尝试、失败、再尝试，间隔越来越长。

  场景: 先是 ErrImagePull，然后是 ImagePullBackOff
    当 应用清单 "states/no-such-image.yaml"
    那么 Pod "no-such-image" 曾处于 ErrImagePull 状态
    而且 Pod "no-such-image" 的状态为 ImagePullBackOff
    而且 Pod "no-such-image" 出现事件 "Failed"，消息包含 "registry.invalid"
    而且 Pod "no-such-image" 从未处于 Running 状态
