@explain
Feature: Why something does not go away

  Scenario: The container ignores the signal
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: stubborn}
      spec:
        terminationGracePeriodSeconds: 4
        containers: [{name: web, image: busybox, command: [sleep, "60"]}]
      """
    Then pod "stubborn" is ready
    When pod "stubborn" is deleted
    Then the reason is POD_TERMINATING saying "grace period 4s), still running: \"web\""

  Scenario: A finalizer holds a namespace
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: held, namespace: doomed, finalizers: [gherkind.io/held]}
      """
    And namespace "doomed" is deleted
    Then the reason of namespace "doomed" is NAMESPACE_STUCK saying "gherkind.io/held (1); what remains: configmaps (1)"
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: held, namespace: doomed}
      """
