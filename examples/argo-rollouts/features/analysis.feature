Feature: Analysis
  A Job tests each version in the middle of its update. It decides whether the update goes on.

  Background:
    Given the manifest "analysis.yaml" is applied
    Then rollout "web" has "Healthy" at "{.status.phase}" for 2s

  Scenario: A version that passes its test is promoted without anybody
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" has "Healthy" at "{.status.phase}"
    And there are 2 pods labelled "app=web,version=v2"
    And there is 1 analysisrun labelled "rollout-type=Step"
    And every analysisrun labelled "rollout-type=Step" satisfies "object.status.phase == 'Successful'"

  Scenario: A version that fails its test is aborted
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: broken}}}}
      """
    Then rollout "web" has "Degraded" at "{.status.phase}"
    And rollout "web" has a text with "RolloutAborted: Rollout aborted update to revision 2" at "{.status.message}"
    And rollout "web" has a text with "smoke-test" at "{.status.message}"
    And every analysisrun labelled "rollout-type=Step" satisfies "object.status.phase == 'Failed'"
    And there are 0 pods labelled "app=web,version=broken"
    And there are 2 pods labelled "app=web,version=v1"

  Scenario: A better version ends an aborted update
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: broken}}}}
      """
    Then rollout "web" has "Degraded" at "{.status.phase}" for 2s
    When rollout "web" is patched with:
      """
      spec: {template: {metadata: {labels: {version: v2}}}}
      """
    Then rollout "web" has "Healthy" at "{.status.phase}"
    And there are 2 pods labelled "app=web,version=v2"

  Scenario: In dry-run mode a test that fails aborts nothing
    When rollout "web" is patched with:
      """
      spec:
        template: {metadata: {labels: {version: broken}}}
        strategy:
          canary:
            steps:
              - setWeight: 50
              - analysis:
                  templates: [{templateName: smoke-test}]
                  dryRun: [{metricName: smoke-test}]
                  args:
                    - {name: version, valueFrom: {fieldRef: {fieldPath: spec.template.metadata.labels.version}}}
      """
    Then rollout "web" has "Healthy" at "{.status.phase}"
    And there are 2 pods labelled "app=web,version=broken"
    And there is 1 analysisrun labelled "rollout-type=Step"
