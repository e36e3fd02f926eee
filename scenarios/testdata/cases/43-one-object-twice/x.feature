Feature: One object twice

  Scenario: Two of one name
    When this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: a}
      data: {a: b}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: a}
      data: {a: c}
      """
    Then configmap "a" exists
