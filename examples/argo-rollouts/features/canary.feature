Feature: Canary updates
  An update of a Rollout goes through the steps of its strategy. To promote, abort and retry it, scenarios change its status, as
  the plugin of kubectl does.

  Background:
    Given the manifest "canary.yaml" is applied
    Then rollout "web" has "Healthy" at "{.status.phase}" for 2s

  Scenario: An update begins with the weight of its first step, and waits there
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: CanaryPauseStep, currentStepIndex: 1}
      """
    And there is 1 pod labelled "app=web,version=v2"
    And there are 4 pods labelled "app=web,version=v1"
    And rollout "web" has "Paused" at "{.status.phase}" for 5s

  Scenario: Each promotion goes on to the next pause, and the last one ends the update
    Given throughout, rollout "web" has at least 5 available replicas
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: CanaryPauseStep, currentStepIndex: 1}
      """
    When the status of rollout "web" is patched with:
      """
      status: {pauseConditions: null}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, currentStepIndex: 3}
      """
    And there are 3 pods labelled "app=web,version=v2"
    And there are 2 pods labelled "app=web,version=v1"
    When the status of rollout "web" is patched with:
      """
      status: {pauseConditions: null}
      """
    Then rollout "web" matches:
      """
      status: {phase: Healthy, currentStepIndex: 4}
      """
    And there are 5 pods labelled "app=web,version=v2"
    And there are 0 pods labelled "app=web,version=v1"
    And rollout "web" satisfies "object.status.stableRS == object.status.currentPodHash"

  Scenario: A full promotion leaves out the steps that remain
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: CanaryPauseStep, currentStepIndex: 1}
      """
    When the status of rollout "web" is patched with:
      """
      status: {promoteFull: true}
      """
    Then rollout "web" has "Healthy" at "{.status.phase}"
    And there are 5 pods labelled "app=web,version=v2"
    And there are 0 pods labelled "app=web,version=v1"

  Scenario: An abort brings the stable version back
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: CanaryPauseStep, currentStepIndex: 1}
      """
    When the status of rollout "web" is patched with:
      """
      status: {abort: true}
      """
    Then rollout "web" matches:
      """
      status: {phase: Degraded, message: "RolloutAborted: Rollout aborted update to revision 2"}
      """
    And there are 0 pods labelled "app=web,version=v2"
    And there are 5 pods labelled "app=web,version=v1"
    And rollout "web" has "Degraded" at "{.status.phase}" for 5s

  Scenario: A retry begins the aborted update anew
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: CanaryPauseStep, currentStepIndex: 1}
      """
    When the status of rollout "web" is patched with:
      """
      status: {abort: true}
      """
    Then rollout "web" has "Degraded" at "{.status.phase}"
    And there are 0 pods labelled "app=web,version=v2"
    And there are 5 pods labelled "app=web,version=v1" for 2s
    When the status of rollout "web" is patched with:
      """
      status: {abort: false}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: CanaryPauseStep, currentStepIndex: 1}
      """
    And there is 1 pod labelled "app=web,version=v2"
    And there are 4 pods labelled "app=web,version=v1"

  Scenario: Going back to the stable version in the middle of an update needs no promotion
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: CanaryPauseStep, currentStepIndex: 1}
      """
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v1}}}}
      """
    Then rollout "web" matches:
      """
      status: {phase: Healthy, currentStepIndex: 4}
      """
    And there are 5 pods labelled "app=web,version=v1"
    And there are 0 pods labelled "app=web,version=v2"

  Scenario: A Rollout that is paused by hand does not begin an update
    When rollout "web" is patched with:
      """
      spec: {paused: true, template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches:
      """
      status: {phase: Paused, message: manually paused}
      """
    And there are 0 pods labelled "app=web,version=v2" for 5s
    When rollout "web" is patched with:
      """
      spec: {paused: false}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: CanaryPauseStep, currentStepIndex: 1}
      """
    And there is 1 pod labelled "app=web,version=v2"

  Scenario: Scaling in the middle of an update keeps the weight
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: CanaryPauseStep, currentStepIndex: 1}
      """
    When rollout "web" is scaled to 10 replicas
    Then there are 2 pods labelled "app=web,version=v2" for 3s
    And there are 8 pods labelled "app=web,version=v1"
    And rollout "web" has "Paused" at "{.status.phase}"

  Scenario: A version that does not become ready is Degraded, and the stable version goes on
    Given throughout, rollout "web" has at least 5 available replicas
    When rollout "web" is patched with:
      """
      spec:
        progressDeadlineSeconds: 5
        template:
          metadata: {labels: {version: v2}}
          spec: {nodeSelector: {disk: of-another-kind}}
      """
    Then rollout "web" has a text like "ProgressDeadlineExceeded: .*" at "{.status.message}"
    And rollout "web" has "Degraded" at "{.status.phase}"
    And there are 5 pods labelled "app=web,version=v1"

  Scenario: The pods of a canary have labels of their own until it is promoted
    Given rollout "web" is patched with:
      """
      spec: {strategy: {canary: {canaryMetadata: {labels: {role: canary}}, stableMetadata: {labels: {role: stable}}}}}
      """
    Then there are 5 pods labelled "app=web,role=stable" for 3s
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" matches: for 2s
      """
      status: {phase: Paused, message: CanaryPauseStep, currentStepIndex: 1}
      """
    And there is 1 pod labelled "version=v2,role=canary"
    And there are 4 pods labelled "version=v1,role=stable"
    When the status of rollout "web" is patched with:
      """
      status: {promoteFull: true}
      """
    Then rollout "web" has "Healthy" at "{.status.phase}"
    And there are 5 pods labelled "version=v2,role=stable"
    And there are 0 pods labelled "app=web,role=canary"
