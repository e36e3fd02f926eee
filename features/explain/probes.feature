@explain
Feature: Why a running pod is not ready

  Scenario: Its readiness probe fails
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: unready}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
          - name: web
            image: busybox
            command: [sleep, "60"]
            readinessProbe: {exec: {command: [cat, /ready]}, periodSeconds: 1}
      """
    Then the reason is POD_PROBE_FAILED saying "readiness probe of container \"web\" (exec: cat /ready) failed"

  Scenario: Its readiness probe has not begun
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: unasked}
      spec:
        terminationGracePeriodSeconds: 1
        containers:
          - name: web
            image: busybox
            command: [sleep, "60"]
            readinessProbe: {exec: {command: ["true"]}, initialDelaySeconds: 60}
      """
    Then the reason is POD_NOT_READY saying "its readiness probe has not passed yet" for 3s

  Scenario: It has only been given a node
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: on-its-way}
      spec:
        terminationGracePeriodSeconds: 6
        containers:
          - name: web
            image: busybox
            command: [sleep, "60"]
            lifecycle: {postStart: {sleep: {seconds: 5}}}
      """
    Then the reason is POD_STARTING saying "is being started on node"
