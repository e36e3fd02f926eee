Feature: What an object says, compared
  Conditions that are not True, numbers in a range, texts that are known in part.

  Scenario: A rollout that makes no progress
    Given the manifest "application/stuck.yaml" is applied
    Then deployment "stuck" has the condition "Progressing" with status False and reason "ProgressDeadlineExceeded"
    And deployment "stuck" has the condition "Available" with status False
    And deployment "stuck" does not match:
      """
      status: {readyReplicas: 1}
      """

  Scenario: Numbers and texts of a Service
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Service
      metadata: {name: shop, annotations: {contact: "shop team, floor 3"}}
      spec:
        type: NodePort
        selector: {app: shop}
        ports: [{port: 80}]
      """
    Then service "shop" has at least 30000 at "{.spec.ports[0].nodePort}"
    And service "shop" has at most 32767 at "{.spec.ports[0].nodePort}"
    And service "shop" has between 80 and 443 at "{.spec.ports[0].port}"
    And service "shop" has a text with "floor 3" at "{.metadata.annotations.contact}"
    And service "shop" has a text like "[a-z]+ team, floor [0-9]" at "{.metadata.annotations.contact}"

  Scenario: A quota counts what pods ask for
    Given the manifest "application/quota.yaml" is applied
    Then resourcequota "team" has between 0.25 and 300m at "{.status.used.requests\.cpu}"
    And resourcequota "team" has at most 64Mi at "{.status.used.requests\.memory}"

  Scenario: One Job does its work, another one gives up
    Given the manifest "application/jobs.yaml" is applied
    Then job "imports" is complete
    And job "exports" has failed with reason "BackoffLimitExceeded"
