Feature: A controller that never releases its object

  Background:
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: held, finalizers: [example.invalid/held]}
      """
    Then configmap "held" exists

  Scenario: It is not deleted, so that nothing was seen of its release
    Then configmap "held" exists for 1s

  Scenario: It is deleted, and asked for
    When configmap "held" is deleted
    Then configmap "held" does not exist within 3s

  Scenario: It is deleted, and not asked for
    When configmap "held" is deleted
