@M3
Feature: A native sidecar lives as long as the app needs it
  An init container with restartPolicy Always is a sidecar: it starts before
  the app, runs beside it, and is stopped when the app has ended. So it does
  not keep a Job from completing.

  Scenario: The sidecar starts before the app, outlives it, and the Job completes
    When the manifest "containers/report.yaml" is applied
    Then the pod of job "report" is called "report"
    And container "app" of pod "report" started after container "sidecar" started
    And the log of container "app" of pod "report" contains "figures"
    And container "sidecar" of pod "report" was still running when container "app" finished
    And pod "report" is Completed
    And job "report" has the condition "Complete"
    And container "sidecar" of pod "report" has restarted 0 times
