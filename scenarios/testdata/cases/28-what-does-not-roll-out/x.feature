Feature: What does not roll out

  Background:
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: colours}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec: {selector: {app: nothing}, ports: [{port: 80}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: ends}
      spec: {restartPolicy: Never, containers: [{name: main, image: busybox, command: ["false"]}]}
      ---
      apiVersion: batch/v1
      kind: Job
      metadata: {name: counts}
      spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: busybox, command: ["true"]}]}}}
      """

  Scenario Outline: <sentence>
    Then <sentence>

    Examples:
      | sentence                                 |
      | configmap "colours" is rolled out        |
      | service "shop" is rolled out within 5s   |
      | pod "ends" is rolled out within 5s       |
      | job "counts" is rolled out               |
      | configmap "colours" has 0 ready replicas |
      | service "shop" has 0 ready replicas      |
