Feature: What an application answers by HTTP

  Scenario: An order is taken once, and found again
    Given the manifest "application/orders.yaml" is applied
    When this request is sent to service "orders" port 80 through a port-forward:
      """
      POST /orders
      Content-Type: application/json

      {"item": "tea"}
      """
    Then the answer has status 201
    And the answer matches:
      """
      status: accepted
      items: [{name: tea}]
      """
    And the answer has "accepted" at "{.status}"
    And the answer has a text like "[0-9]+" at "{.id}"
    And the answer does not contain "error"
    And the header "Content-Type" of the answer is "application/json"
    And the header "Location" of the answer is like "/orders/[0-9]+"
    When the header "Location" of the answer is noted as "order"
    And the "{.id}" of the answer is noted as "id"
    And this request is sent to service "orders" port 80 through a port-forward:
      """
      GET $(value:order)
      """
    Then the answer contains "shipped"
    And the answer has "$(value:id)" at "{.id}"

  Scenario: A pod says which version it is
    Given the manifest "application/orders.yaml" is applied
    And the pod of deployment "orders" is called "first"
    When this request is sent to pod "first" port 80 through a port-forward:
      """
      GET /version
      """
    Then the answer is exactly "version 1.4" for 2s
    And the answer is a text like "version 1\.[0-9]+"

  Scenario: A client asks by the name of the service
    Given the manifest "application/orders.yaml" is applied
    And the manifest "services/client.yaml" is applied
    And deployment "orders" is rolled out
    When this request is sent from pod "client":
      """
      GET http://orders/orders
      Accept: application/json
      """
    Then the answer is exactly "[]"

  Scenario: A browser trusts the certificate of the shop
    Given the manifest "application/orders.yaml" is applied
    And HTTPS requests trust secret "orders-tls"
    When this request is sent to service "orders" port 443 on node "worker":
      """
      GET https://shop.example/version
      """
    Then the answer has status 200

  Scenario: Somebody outside trusts whoever answers
    Given the manifest "application/orders.yaml" is applied
    And HTTPS requests trust any certificate
    And deployment "orders" is rolled out
    And the "{.status.addresses[?(@.type=='InternalIP')].address}" of node "worker" is noted as "address"
    And the "{.spec.ports[?(@.name=='https')].nodePort}" of service "orders" is noted as "port"
    When this request is sent from outside the cluster:
      """
      GET https://$(value:address):$(value:port)/nobody-has-this
      """
    Then the answer has status 404
