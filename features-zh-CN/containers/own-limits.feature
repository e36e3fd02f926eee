# language: zh-CN
@M1
功能: 一个 Pod 多个容器，各有各的限制
  同一个 Pod 的容器在同一个节点上一起启动。requests 和 limits 属于各个容器自己。

  场景: 节点的容器运行时显示两个容器
    当 应用清单 "states/memorydemo2.yaml"
    那么 Pod "mem2/memorydemo2" 就绪
    而且 Pod "mem2/memorydemo2" 与以下内容匹配：
      """
      spec:
        containers:
          - {name: stress, resources: {requests: {memory: 100Mi}, limits: {memory: 200Mi}}}
          - {name: nginx}
      """
    而且 在 Pod "mem2/memorydemo2" 所在节点上运行 "crictl ps --label io.kubernetes.pod.namespace=$POD_NAMESPACE --name stress"，输出包含 "Running"
    而且 在 Pod "mem2/memorydemo2" 所在节点上运行 "crictl ps --label io.kubernetes.pod.namespace=$POD_NAMESPACE --name nginx"，输出包含 "Running"
