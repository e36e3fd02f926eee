Feature: What the API server refuses with status 500

  Scenario: One variable twice in a deployment
    When this manifest is applied:
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec:
            containers:
              - name: shop
                image: busybox
                command: [sleep, "300"]
                env:
                  - {name: STAGE, value: test}
                  - {name: ZONE, value: east}
                  - {name: STAGE, value: test}
      """
    Then deployment "shop" has 1 ready replica within 30s

  Scenario Outline: <file> is rejected, as the server says it and as we do
    Then applying the manifest "<file>" is rejected with "<server>"
    And applying the manifest "<file>" is rejected with "<ours>"

    Examples:
      | file             | server                           | ours                                             |
      | twice.yaml       | duplicate entries                | two items of the list have name=\"STAGE\"        |
      | boolean.yaml     | expected string                  | data.DEBUG is true, a boolean: put it in quotes  |
      | misspelt.yaml    | not declared in schema           | comand is not a field of                               |
      | port.yaml        | must contain at least one letter | spec.ports[0].targetPort                         |
      | no-quantity.yaml | quantities must match            | a value does not have the form that its field requires |
