Feature: A disruption budget refuses evictions

  Scenario: The only pod is evicted when its budget lets it go
    Given the manifest "application/guarded.yaml" is applied
    And poddisruptionbudget "guarded" has "1" at "{.status.currentHealthy}"
    Then evicting pod "guarded-0" is rejected with "needs 1 healthy pods"
    When poddisruptionbudget "guarded" is patched with:
      """
      spec: {minAvailable: 0}
      """
    Then poddisruptionbudget "guarded" has "1" at "{.status.disruptionsAllowed}"
    When pod "guarded-0" is evicted
    Then pod "guarded-0" was Terminating
