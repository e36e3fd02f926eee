@M7
Feature: An init container that fails
  The kubelet starts a failed init container again, until it succeeds; only
  then comes the app. With restartPolicy Never the pod fails at once.

  Scenario: It is restarted until it succeeds
    When the manifest "containers/third-time-lucky.yaml" is applied
    Then container "setup" of pod "third-time-lucky" was terminated with reason "Error"
    And container "setup" of pod "third-time-lucky" waited at least 10s before restart 2
    And pod "third-time-lucky" is Running
    And running "wc -l < /attempts/log" in pod "third-time-lucky" prints "3"
    And container "setup" of pod "third-time-lucky" has restarted 2 times
    And container "app" of pod "third-time-lucky" started after container "setup" succeeded

  Scenario: With restartPolicy Never the pod fails
    When the manifest "containers/setup-fails.yaml" is applied
    Then pod "setup-fails" is Init:Error for 3s
    And container "setup" of pod "setup-fails" has restarted 0 times
    And the log of container "setup" of pod "setup-fails" contains exactly the line "no database"
    And pod "setup-fails" has nothing at "{.spec.activeDeadlineSeconds}"
    And container "app" of pod "setup-fails" never ran
    And pod "setup-fails" matches:
      """
      status: {phase: Failed}
      """

  Scenario: As long as it fails, the pod is in Init:CrashLoopBackOff
    When the manifest "containers/setup-never.yaml" is applied
    Then pod "setup-never" was Init:CrashLoopBackOff
    And container "app" of pod "setup-never" never ran
