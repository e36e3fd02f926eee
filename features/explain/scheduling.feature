@explain
Feature: Why no node takes a pod
  The scheduler's sentence is taken apart: how many nodes, and what each lacks.

  Scenario Outline: <what>
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: homeless}
      spec:
        <spec>
        containers: [{name: web, image: busybox, resources: {requests: {cpu: <cpu>}}}]
      """
    Then the reason is POD_UNSCHEDULABLE saying "<text>"

    Examples:
      | what                      | spec                         | cpu | text                                  |
      | It asks for too much      | restartPolicy: Never         | 999 | short of cpu (it requests 999)        |
      | The control plane's taint | restartPolicy: Never         | 999 | node-role.kubernetes.io/control-plane |
      | No node has the label     | nodeSelector: {disk: marble} | 1m  | disk                                  |

  Scenario: No other pod to be near
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: lonely}
      spec:
        affinity:
          podAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: friend}}}
        containers: [{name: web, image: busybox}]
      """
    Then the reason is POD_UNSCHEDULABLE saying "affinity"
