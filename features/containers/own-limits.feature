@M1
Feature: Several containers in one pod, each with its own limits
  The containers of a pod start together on one node. Requests and limits are
  each container's own.

  Scenario: The node's runtime shows both containers
    When the manifest "states/memorydemo2.yaml" is applied
    Then pod "mem2/memorydemo2" is ready
    And pod "mem2/memorydemo2" matches:
      """
      spec:
        containers:
          - {name: stress, resources: {requests: {memory: 100Mi}, limits: {memory: 200Mi}}}
          - {name: nginx}
      """
    And running "crictl ps --label io.kubernetes.pod.namespace=$POD_NAMESPACE --name stress" on the node of pod "mem2/memorydemo2" prints "Running"
    And running "crictl ps --label io.kubernetes.pod.namespace=$POD_NAMESPACE --name nginx" on the node of pod "mem2/memorydemo2" prints "Running"
