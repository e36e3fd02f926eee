Feature: A pod that fills its volume beyond the limit is evicted
  The STATUS of an evicted pod is often Error: its reason, Evicted, stands in the pod's status.

  Scenario: An emptyDir holds more than its sizeLimit
    When the manifest "beyond/hoarder.yaml" is applied
    Then pod "hoarder" has the event "Evicted" saying "exceeds the limit" within 120s
    And pod "hoarder" has "Evicted" at "{.status.reason}"
    And pod "hoarder" has "Failed" at "{.status.phase}"
    And the reason is POD_EVICTED
