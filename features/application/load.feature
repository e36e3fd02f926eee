Feature: What an update costs those who ask

  Scenario: A rolling update loses no request
    Given the manifest "application/rolling.yaml" is applied
    And deployment "rolling" is rolled out
    And service "rolling" has 2 ready endpoints
    When this request is sent to service "rolling" port 80 on node "worker":
      """
      GET /
      """
    And the request is repeated every 100ms
    And deployment "rolling" is restarted
    Then deployment "rolling" is rolled out within 2m
    And no repeated request has failed

  Scenario: Some requests are answered while all pods are replaced at once
    Given the manifest "application/all-at-once.yaml" is applied
    And deployment "all-at-once" is rolled out
    When this request is sent to service "all-at-once" port 80 on node "worker":
      """
      GET /
      """
    And the request is repeated every 100ms
    Then at most 1% of the repeated requests have failed for 1s
    When deployment "all-at-once" is restarted
    Then deployment "all-at-once" is rolled out within 2m
    And at most 99% of the repeated requests have failed
