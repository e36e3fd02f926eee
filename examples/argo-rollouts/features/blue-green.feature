Feature: Blue-green updates
  The service "active" has the version that users get, and "preview" the one that comes next.

  Background:
    Given the manifest "blue-green.yaml" is applied
    Then rollout "web" has "Healthy" at "{.status.phase}" for 2s
    And service "active" has 2 ready endpoints

  Scenario: The next version can be tried before anybody gets it
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: BlueGreenPause}
      """
    When this request is sent to service "preview" port 80 through a port-forward:
      """
      GET /
      """
    Then the answer contains "version v2"
    When this request is sent to service "active" port 80 through a port-forward:
      """
      GET /
      """
    Then the answer contains "version v1"
    And rollout "web" has "Paused" at "{.status.phase}" for 5s

  Scenario: A promotion switches to the next version, and keeps the version before
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: BlueGreenPause}
      """
    When the status of rollout "web" is patched with:
      """
      status: {pauseConditions: null}
      """
    Then rollout "web" has "Healthy" at "{.status.phase}"
    When this request is sent to service "active" port 80 through a port-forward:
      """
      GET /
      """
    Then the answer contains "version v2"
    And there are 2 pods labelled "app=web,version=v2"
    And there are 2 pods labelled "app=web,version=v1" for 5s

  Scenario: Without autoPromotionEnabled: false the switch comes by itself
    When rollout "web" is patched with:
      """
      spec: {strategy: {blueGreen: {autoPromotionEnabled: true}}, template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" has "Healthy" at "{.status.phase}"
    When this request is sent to service "active" port 80 through a port-forward:
      """
      GET /
      """
    Then the answer contains "version v2"

  Scenario: The version before is scaled down after scaleDownDelaySeconds
    When rollout "web" is patched with:
      """
      spec: {strategy: {blueGreen: {scaleDownDelaySeconds: 5}}, template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: BlueGreenPause}
      """
    When the status of rollout "web" is patched with:
      """
      status: {pauseConditions: null}
      """
    Then rollout "web" has "Healthy" at "{.status.phase}"
    And there are 0 pods labelled "app=web,version=v1"
    And there are 2 pods labelled "app=web,version=v2"

  Scenario: The version before comes back at once while it is kept
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: BlueGreenPause}
      """
    When the status of rollout "web" is patched with:
      """
      status: {pauseConditions: null}
      """
    Then rollout "web" has "Healthy" at "{.status.phase}" for 2s
    And there are 2 pods labelled "app=web,version=v1"
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v1}}}}
      """
    Then rollout "web" has "Healthy" at "{.status.phase}"
    When this request is sent to service "active" port 80 through a port-forward:
      """
      GET /
      """
    Then the answer contains "version v1"

  Scenario: An abort leaves the active version as it is, and scales the next one down
    When rollout "web" is patched with:
      """
      spec: {strategy: {blueGreen: {abortScaleDownDelaySeconds: 1}}, template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: BlueGreenPause}
      """
    When the status of rollout "web" is patched with:
      """
      status: {abort: true}
      """
    Then rollout "web" has "Degraded" at "{.status.phase}"
    And there are 0 pods labelled "app=web,version=v2"
    When this request is sent to service "active" port 80 through a port-forward:
      """
      GET /
      """
    Then the answer contains "version v1"

  Scenario: The preview may be smaller than what it becomes
    When rollout "web" is patched with:
      """
      spec: {strategy: {blueGreen: {previewReplicaCount: 1}}, template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: BlueGreenPause}
      """
    And there is 1 pod labelled "app=web,version=v2"
    When the status of rollout "web" is patched with:
      """
      status: {pauseConditions: null}
      """
    Then rollout "web" has "Healthy" at "{.status.phase}"
    And there are 2 pods labelled "app=web,version=v2"
