Feature: Made by the server, changed by us

  Scenario: Applied twice, there are two
    When the manifest "one.yaml" is applied
    And the manifest "one.yaml" is applied
    Then configmap "part-1" exists
    And configmap "part-2" exists
    When configmap "part-1" is deleted
    Then configmap "part-1" does not exist
    And configmap "part-" exists

  Scenario: Scaled, then applied again
    When the manifest "scaled.yaml" is applied
    And deployment "idle" is scaled to 1 replica
    And the manifest "scaled.yaml" is applied
    Then deployment "idle" has "0" at "{.spec.replicas}"
