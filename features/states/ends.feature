@S7
Feature: How a pod ends
  What becomes of a pod whose container ends depends on its exit code and on
  the pod's restart policy.

  Scenario: A container that ends well leaves the pod Completed
    When the manifest "states/ends-well.yaml" is applied
    Then pod "ends-well" is Completed for 3s
    And container "ctr" of pod "ends-well" has restarted 0 times

  Scenario: A container that fails leaves the pod in Error
    When the manifest "states/ends-badly.yaml" is applied
    Then pod "ends-badly" is Error for 3s
    And container "ctr" of pod "ends-badly" was terminated with reason "Error"
    And pod "ends-badly" has "3" at "{.status.containerStatuses[0].state.terminated.exitCode}"

  Scenario: A container that fails again and again is in CrashLoopBackOff
    When the manifest "states/fails-again.yaml" is applied
    Then pod "fails-again" was CrashLoopBackOff
    And container "ctr" of pod "fails-again" was terminated with reason "Error"
    And container "ctr" of pod "fails-again" waited at least 10s before restart 2
    And container "ctr" of pod "fails-again" has restarted at least 2 times

  @slow
  Scenario: The pause before each restart is twice the one before
    When the manifest "states/fails-again.yaml" is applied
    Then container "ctr" of pod "fails-again" waited at least 10s before restart 2
    And container "ctr" of pod "fails-again" waited at least 20s before restart 3
    And container "ctr" of pod "fails-again" waited at least 40s before restart 4 within 90s
