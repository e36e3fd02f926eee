Feature: Slips in the names of fields

  Scenario: What is absent is met by every misspelt field
    When this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: c, image: busybox, command: [sleep, inf]}]}
      """
    Then pod "web" matches:
      """
      spec: {tolerationss: [],
        volume: null}
      """
    And pod "web" has "Running" at "{.status.phaze}"
