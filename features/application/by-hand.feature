Feature: A status that somebody else sets
  The scenario does the work of a controller: the subresource status is patched.

  Scenario: A readiness gate keeps a running pod from being ready
    Given the manifest "application/gated.yaml" is applied
    And container "gated" of pod "gated" is running
    And pod "gated" matches:
      """
      status:
        conditions: [{type: Ready, status: "False", reason: ReadinessGatesNotReady}]
      """
    When the status of pod "gated" is patched with:
      """
      status:
        conditions: [{type: example.com/warm, status: "True"}]
      """
    Then pod "gated" is ready

  Scenario: A custom resource is ready when its controller says so
    Given the manifest "application/backup.yaml" is applied
    When the status of backup "nightly" is patched with:
      """
      status:
        conditions:
          - {type: Ready, status: "True", reason: Stored, message: 3 files, lastTransitionTime: "2026-01-01T00:00:00Z"}
      """
    Then backup "nightly" has the condition "Ready"
