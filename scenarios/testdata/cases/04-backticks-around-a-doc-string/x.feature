Feature: Doc strings between backticks

  Scenario: A text with both kinds of fences inside
    Given this manifest is applied:
      ```yaml
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: readme}
      data:
        readme.md: |
          """
          quoted
          """
          \`\`\`sh
          date
          \`\`\`
      ```
    Then configmap "readme" matches:
      """application/yaml
      data:
        readme.md: "\x22\x22\x22\nquoted\n\x22\x22\x22\n```sh\ndate\n```\n"
      """

  Scenario: JSON
    Given this manifest is applied:
      ```json
      {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "in-json"}, "data": {"a": "b"}}
      ```
    Then configmap "in-json" has "b" at "{.data.a}"
