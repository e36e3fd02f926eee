@S4
Feature: ContainerCreating until the volume exists
  A pod that mounts a ConfigMap which is not there yet waits for it.

  Scenario: The pod starts as soon as the ConfigMap exists
    Given the manifest "states/needs-settings.yaml" is applied
    Then pod "needs-settings" is ContainerCreating for 2s
    And pod "needs-settings" has the event "FailedMount" saying "configmap \"settings\" not found"
    When the manifest "states/settings.yaml" is applied
    Then pod "needs-settings" is Running
    And running "cat /etc/settings/colour" in pod "needs-settings" prints exactly "green"
