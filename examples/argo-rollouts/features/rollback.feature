Feature: The rollback window
  Going back to a version within the window leaves out the steps of the strategy.

  Background:
    Given the manifest "rollback.yaml" is applied
    Then rollout "web" has "Healthy" at "{.status.phase}" for 2s
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" has "Paused" at "{.status.phase}" for 2s
    When the status of rollout "web" is patched with:
      """
      status: {promoteFull: true}
      """
    Then rollout "web" has "Healthy" at "{.status.phase}" for 2s

  Scenario: A version within the window comes back without a pause
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v1}}}}
      """
    Then rollout "web" has "Healthy" at "{.status.phase}"
    And there is 1 pod labelled "app=web,version=v1"
    And there are 0 pods labelled "app=web,version=v2"

  Scenario: A version before the window goes through the steps again
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v3}}}}
      """
    Then rollout "web" has "Paused" at "{.status.phase}" for 2s
    When the status of rollout "web" is patched with:
      """
      status: {promoteFull: true}
      """
    Then rollout "web" has "Healthy" at "{.status.phase}" for 2s
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v1}}}}
      """
    Then rollout "web" has "Paused" at "{.status.phase}"
    And rollout "web" has "Paused" at "{.status.phase}" for 5s
