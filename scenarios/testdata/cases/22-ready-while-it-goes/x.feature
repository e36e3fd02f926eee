Feature: A pod on its way out

  Background:
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: single, labels: {app: single}}
      spec:
        terminationGracePeriodSeconds: 10
        containers: [{name: sh, image: busybox, command: [sleep, "600"]}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: single}
      spec: {selector: {app: single}, ports: [{port: 80}]}
      """
    And pod "single" is ready within 30s
    And pod "single" is an endpoint of service "single"
    When pod "single" is deleted

  Scenario Outline: <sentence>
    Then <sentence>

    Examples:
      | sentence                                                         |
      | pod "single" is ready within 8s                                  |
      | pod "single" is Running within 8s                                |
      | pod "single" has the condition "Ready" within 8s                 |
      | pod "single" is an endpoint of service "single" within 8s        |
      | running "true" in pod "single" exits with 0 within 8s            |
