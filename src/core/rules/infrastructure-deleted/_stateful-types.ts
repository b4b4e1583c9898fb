/** Terraform's types whose objects hold data, or are what everything else is in. */
const AWS =
  /^aws_(?:db_(?:instance|snapshot|cluster_snapshot)|rds_(?:cluster|global_cluster)|docdb_cluster|docdbelastic_cluster|neptune_cluster|redshift_cluster|redshiftserverless_namespace|dsql_cluster|dynamodb_(?:table|global_table)|keyspaces_(?:table|keyspace)|timestreamwrite_(?:database|table)|qldb_ledger|elasticache_(?:cluster|replication_group|serverless_cache)|memorydb_cluster|s3_bucket|s3_directory_bucket|s3tables_table|s3tables_table_bucket|ebs_(?:volume|snapshot)|efs_file_system|fsx_\w+_(?:file_system|volume)|glacier_vault|backup_vault|sqs_queue|sns_topic|kinesis_stream|kinesis_video_stream|msk_(?:cluster|serverless_cluster)|mq_broker|opensearch_domain|opensearchserverless_collection|elasticsearch_domain|kms_(?:key|external_key|replica_key)|route53_zone|eks_cluster|ecr_repository|ecrpublic_repository|secretsmanager_secret|cognito_user_pool|codecommit_repository|directory_service_directory|lightsail_(?:database|disk)|organizations_account)$/;
const GOOGLE =
  /^google_(?:sql_database_instance|sql_database|spanner_(?:instance|database)|bigtable_(?:instance|table)|bigquery_(?:dataset|table)|firestore_database|alloydb_cluster|redis_(?:instance|cluster)|storage_bucket|compute_(?:disk|region_disk|snapshot)|filestore_(?:instance|backup)|pubsub_(?:topic|subscription)|cloud_tasks_queue|kms_(?:key_ring|crypto_key)|dns_managed_zone|container_cluster|artifact_registry_repository|secret_manager_secret|healthcare_\w+_store|project)$/;
const AZURE =
  /^azurerm_(?:(?:mssql|sql|postgresql|mysql|mariadb)_(?:server|flexible_server|managed_instance|database|managed_database|flexible_server_database|flexible_database)|postgresql_flexible_server_database|cosmosdb_\w*(?:account|database|container|collection|table|graph|keyspace|cluster)|redis_cache|redis_enterprise_cluster|managed_redis|storage_(?:account|container|share|queue|table|data_lake_gen2_filesystem)|managed_disk|snapshot|netapp_volume|servicebus_(?:namespace|queue|topic)|eventhub|eventhub_namespace|key_vault|key_vault_key|dns_zone|private_dns_zone|kubernetes_cluster|container_registry|recovery_services_vault|data_protection_backup_vault|kusto_(?:cluster|database)|synapse_(?:workspace|sql_pool)|search_service|resource_group)$/;
const KUBERNETES = /^kubernetes_(?:persistent_volume_claim|stateful_set|namespace)(?:_v\d)?$/;
/** Most providers name such things alike. */
const OTHERS =
  /^(?!aws_|google_|azurerm_|kubernetes_|helm_|random_|null_|data_)\w+_(?:bucket|spaces_bucket|object_bucket|objectstorage_bucket|blob_container|database|database_cluster|database_instance|db|db_cluster|db_instance|rdb_instance|advanced_cluster|serverless_instance|flex_cluster|volume|block_volume|persistent_volume|disk|block_storage|blockstorage_volume_v\d|file_system|filesystem|kafka_cluster|kafka_topic|redis_cluster|kubernetes_cluster|k8s_cluster|lke_cluster|container_registry|registry_namespace|dns_zone|d1_database|kv_namespace|sandbox_database|topic|zone)$|^(?:mongodbatlas|elasticstack|ec|aiven|cockroach|timescale|clickhouse|neon|supabase|planetscale)_(?:cluster|project|service|deployment|pg|postgresql|mysql|redis|valkey|kafka|opensearch|clickhouse)$|^(?:github|gitlab)_(?:repository|project)$|^snowflake_(?:database|schema|table)$/;

export const isStatefulTerraform = (type: string): boolean =>
  AWS.test(type) || GOOGLE.test(type) || AZURE.test(type) || KUBERNETES.test(type) || OTHERS.test(type);

/** What protects other resources: without it they can be deleted, or have no copy. */
const SAFEGUARDS =
  /^(?:azurerm_management_lock|google_resource_manager_lien|aws_backup_(?:plan|selection|vault_lock_configuration)|aws_dlm_lifecycle_policy|aws_s3_bucket_(?:versioning|object_lock_configuration)|azurerm_backup_protected_\w+|azurerm_data_protection_backup_instance_\w+|google_gke_backup_backup_plan|google_compute_(?:region_)?disk_resource_policy_attachment)$|^AWS::(?:Backup::(?:BackupPlan|BackupSelection)|DLM::LifecyclePolicy)$|^Microsoft\.Authorization\/locks$/;

export const isSafeguard = (type: string): boolean => SAFEGUARDS.test(type);

/** A module is known by where it comes from; the server that it is fetched from says nothing. */
export const isStatefulModule = (source: string): boolean =>
  isStatefulPath(source.replace(/^.*:\/\/[^/]*\//, ''));

const isStatefulPath = (source: string): boolean =>
  /(?:^|[/_.-])(?:rds|rds-aurora|aurora|database|databases|db|postgres|postgresql|mysql|mariadb|mssql|sql|sql-db|cloud-sql|cloudsql|s3|s3-bucket|bucket|buckets|cloud-storage|gcs|dynamodb|dynamodb-table|efs|fsx|ebs|elasticache|redis|memorydb|documentdb|docdb|mongodb|msk|kafka|opensearch|elasticsearch|kinesis|sqs|sns|pubsub|kms|kms-key|route53|dns-zone|ecr|eks|gke|aks|kubernetes-engine|kubernetes-cluster|storage-account|cosmosdb|persistent-volume|backup|cognito|redshift|bigquery|spanner)(?=$|[/_.?-])/i.test(
    source,
  ) &&
  !/(?:^|[/_-])(?:irsa|export|exporter|log|logs|lambda|backup-check|iam|policy|role|user|grants?|access|alarms?|dashboard|monitoring|notification|security-?group|subnet-?group|parameter-?group|addons?|record|records|proxy)(?=$|[/_.?-])/i.test(
    source,
  );

const CLOUDFORMATION =
  /^AWS::(?:RDS::(?:DBInstance|DBCluster|GlobalCluster)|DocDB::DBCluster|Neptune::DBCluster|Redshift::Cluster|RedshiftServerless::Namespace|DynamoDB::(?:Table|GlobalTable)|Serverless::SimpleTable|Cassandra::(?:Table|Keyspace)|Timestream::(?:Database|Table)|QLDB::Ledger|ElastiCache::(?:CacheCluster|ReplicationGroup|ServerlessCache)|MemoryDB::Cluster|S3::Bucket|S3Express::DirectoryBucket|EC2::Volume|EFS::FileSystem|FSx::(?:FileSystem|Volume)|Backup::BackupVault|SQS::Queue|SNS::Topic|Kinesis::Stream|MSK::(?:Cluster|ServerlessCluster)|AmazonMQ::Broker|OpenSearchService::Domain|OpenSearchServerless::Collection|Elasticsearch::Domain|KMS::(?:Key|ReplicaKey)|Route53::HostedZone|EKS::Cluster|ECR::(?:Repository|PublicRepository)|SecretsManager::Secret|Cognito::UserPool|CodeCommit::Repository)$/;
const AZURE_TEMPLATE =
  /^Microsoft\.(?:Sql\/(?:servers|managedInstances)(?:\/databases)?|DBforPostgreSQL\/\w+|DBforMySQL\/\w+|DocumentDB\/databaseAccounts(?:\/.+)?|Cache\/\w+|Storage\/storageAccounts|Compute\/(?:disks|snapshots)|ServiceBus\/namespaces(?:\/(?:queues|topics))?|EventHub\/namespaces(?:\/eventhubs)?|KeyVault\/vaults|Network\/(?:dnsZones|privateDnsZones)|ContainerService\/managedClusters|ContainerRegistry\/registries|RecoveryServices\/vaults)$/i;

export const isStatefulTemplate = (type: string): boolean =>
  CLOUDFORMATION.test(type) || AZURE_TEMPLATE.test(type);

/** Kubernetes objects: claims, what holds everything, and databases of the well-known operators. */
const KINDS =
  /^(?:PersistentVolume|PersistentVolumeClaim|Namespace|CustomResourceDefinition|PostgresCluster|postgresql|PerconaPGCluster|PerconaXtraDBCluster|PerconaServerMongoDB|PerconaServerMySQL|MongoDBCommunity|MongoDB|InnoDBCluster|MariaDB|VitessCluster|TidbCluster|CassandraDatacenter|K8ssandraCluster|ScyllaCluster|CrdbCluster|YBCluster|RedisCluster|RedisReplication|RedisFailover|Elasticsearch|OpenSearchCluster|OpensearchCluster|ClickHouseInstallation|Kafka|KafkaTopic|RabbitmqCluster|Tenant|CephCluster|CephBlockPool|CephFilesystem|CephObjectStore|ObjectBucketClaim|Bucket|DBInstance|DBCluster|RDSInstance|SQLInstance|SQLDatabase|StorageBucket|Database)$/;

/** Kinds of a general name count only in the groups of operators that make databases. */
export const isStatefulKind = (kind: string, group: string): boolean =>
  KINDS.test(kind) || (kind === 'Cluster' && group === 'postgresql.cnpg.io');

/** Programs whose data is what they are there for. */
export const isDatabaseName = (name: string): boolean =>
  /^(?:postgres|postgresql|postgresql-ha|pg|mysql|mariadb|mongodb|mongo|redis|redis-cluster|valkey|keydb|cassandra|scylla|cockroachdb|timescaledb|clickhouse|elasticsearch|opensearch|influxdb|neo4j|couchdb|minio|rabbitmq|kafka|nats|etcd|zookeeper|pulsar|vault|qdrant|weaviate|milvus|meilisearch|typesense|database|db)$/i.test(
    name,
  );

/** Named volumes of tools and packages are made again by the next build. */
export const isCheapVolume = (name: string): boolean =>
  /cache|node[-_]?modules|venv|pip|npm|pnpm|yarn|bundle|gems|cargo|gradle|maven|m2|target|dist|build|static|assets|tmp|temp|logs?$|socket|sockets|run$|certs?|test|locust|ollama|models?$/i.test(
    name,
  );
