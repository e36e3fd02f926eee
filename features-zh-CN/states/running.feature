# language: zh-CN
@S1 @M1
功能: 一个 Pod 中运行多个容器
  所有容器都在运行时，Pod 为 Running；READY 统计它们的数量。

  场景: 两个容器都在运行，各在自己的限制之内
    当 应用清单 "states/memorydemo2.yaml"
    那么 Pod "mem2/memorydemo2" 就绪
    而且 Pod "mem2/memorydemo2" 的状态为 Running，持续 3s
    而且 Pod "mem2/memorydemo2" 的容器 "stress" 的日志包含 "sleeping forever with allocated memory"
    而且 Pod "mem2/memorydemo2" 的容器 "stress" 重启了 0 次
    而且 命名空间 "mem2" 中有 1 个带标签 "app=memorydemo2" 的 Pod
    而且 Pod "mem2/memorydemo2" 与以下内容匹配：
      """
      spec:
        containers:
          - name: nginx
          - name: stress
            resources:
              requests: {memory: 100Mi}
              limits: {memory: 200Mi}
      status:
        containerStatuses:
          - {name: nginx, ready: true}
          - {name: stress, ready: true}
      """
